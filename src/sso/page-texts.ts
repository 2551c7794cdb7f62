import type { SignInRefusal } from '../domain/sign-in-refusal.ts'
import type { Language } from './page-language.ts'

export type PageText = { title: string; sentences: readonly string[] }

/** All that the pages of this door say. What an identity provider's answer was like is told in English alone. */
export type PageTexts = {
  language: Language
  request(id: string): string
  signIn: PageText
  signInLabel: string
  signOut: PageText
  signOutLabel: string
  signOutEverywhereLabel: string
  proof(issuer: string, teamName: string): PageText
  proofLabel: string
  notSignedIn: string
  /** Null: as the commands say it. */
  refusals: Readonly<Record<SignInRefusal, (teamName: string) => string>> | null
  refused: string
  tooMany(seconds: number): string
  refusedByProvider: string
  again: string
  noCode: PageText
  noConnection: PageText
  unknownAttempt: PageText
  providerFailed: PageText
  notAdministrator: PageText
  noReplacement: PageText
  notProver: PageText
  foreign: PageText
  unreadable: PageText
  fault: PageText
}

const en: PageTexts = {
  language: 'en',
  request: (id) => `Request ${id}`,
  signIn: { title: 'Sign in to Headcount', sentences: ['This link signs you in once, in this browser.'] },
  signInLabel: 'Sign in',
  signOut: { title: 'Sign out of Headcount', sentences: ['In this browser alone, or in every browser in which you are signed in.'] },
  signOutLabel: 'Sign out',
  signOutEverywhereLabel: 'Sign out everywhere',
  proof: (issuer, teamName) => ({
    title: 'Prove the new SSO connection',
    sentences: [
      `Sign in through ${issuer}. If that succeeds, team ${teamName} signs in there from then on, and everybody else has to sign in again.`,
    ],
  }),
  proofLabel: 'Sign in through it',
  notSignedIn: 'You are not signed in',
  refusals: null,
  refused: 'You were not let in.',
  tooMany: (seconds) => `There were too many tries from your network. Try again in ${seconds} s.`,
  refusedByProvider: 'The identity provider did not sign you in.',
  again: 'Begin again at the address where your team signs in.',
  noCode: {
    title: 'This link is not whole',
    sentences: ['A sign-in link ends in ?code=… and the whole of it has to be opened. Copy it again, or ask for a new one.'],
  },
  noConnection: {
    title: 'Nobody signs in here',
    sentences: [
      'There is no team with single sign-on at this address.',
      'Ask an administrator of your team for the address where it signs in.',
    ],
  },
  unknownAttempt: {
    title: 'This sign-in is over',
    sentences: [
      'It was begun more than 10 minutes ago or in another browser, or it has been used.',
      'Begin again at the address where your team signs in.',
    ],
  },
  providerFailed: {
    title: 'The identity provider does not work with Headcount now',
    sentences: [
      'Nobody can be signed in through it at the moment.',
      'Try again in a while. Administrators see the reason with the SSO connection of the team.',
    ],
  },
  notAdministrator: {
    title: 'This is for administrators',
    sentences: ['Sign in as an administrator of the team first; then prove the new SSO connection from there.'],
  },
  noReplacement: {
    title: 'There is nothing to prove',
    sentences: ['The team has no SSO connection that waits to replace the one in use.'],
  },
  notProver: {
    title: 'This sign-in proves nothing',
    sentences: [
      'The administrator who began it is not signed in any more, or the new SSO connection was set up anew.',
      'Begin the proof again.',
    ],
  },
  foreign: {
    title: 'This did not come from Headcount',
    sentences: ['Another site sent this request, so nothing was done. Open Headcount itself and try again there.'],
  },
  unreadable: {
    title: 'This cannot be read',
    sentences: ['The request has another form than the pages of Headcount send. Begin again at the address where your team signs in.'],
  },
  fault: {
    title: 'Internal error',
    sentences: ['Nothing is wrong with what you did. Try again; if it stays so, tell your operator the number below.'],
  },
}

const askIn = (team: string): string => `Bitte fragen Sie jemanden, der das Team ${team} verwaltet.`

const de: PageTexts = {
  language: 'de',
  request: (id) => `Anfrage ${id}`,
  signIn: { title: 'Bei Headcount anmelden', sentences: ['Dieser Link meldet Sie einmal an, in diesem Browser.'] },
  signInLabel: 'Anmelden',
  signOut: { title: 'Von Headcount abmelden', sentences: ['Nur in diesem Browser oder in allen Browsern, in denen Sie angemeldet sind.'] },
  signOutLabel: 'Abmelden',
  signOutEverywhereLabel: 'Überall abmelden',
  proof: (issuer, teamName) => ({
    title: 'Die neue SSO-Verbindung beweisen',
    sentences: [
      `Melden Sie sich über ${issuer} an. Gelingt das, meldet sich das Team ${teamName} von da an dort an, und alle anderen müssen sich neu anmelden.`,
    ],
  }),
  proofLabel: 'Darüber anmelden',
  notSignedIn: 'Sie sind nicht angemeldet',
  refusals: {
    TEAM_GONE: () => 'Dieses Team gibt es nicht mehr.',
    SET_UP_ANEW: () => 'Single Sign-on wurde neu eingerichtet, während Sie sich anmeldeten. Melden Sie sich noch einmal an.',
    DEACTIVATED: (team) => `Sie können sich beim Team ${team} nicht anmelden: Sie sind in dessen Verzeichnis deaktiviert. ${askIn(team)}`,
    NOT_ACTIVE_YET: (team) =>
      `Sie können sich beim Team ${team} nicht anmelden: Single Sign-on wird dort gerade eingerichtet, und bis es aktiv ist, melden sich nur eingetragene Administratoren an. ${askIn(team)}`,
    AMBIGUOUS: (team) =>
      `Sie können sich beim Team ${team} nicht anmelden: Mehrere Personen in seinen Verzeichnissen passen zu Ihnen, und die SSO-Verbindung sagt nicht, welches Verzeichnis zählt. ${askIn(team)}`,
    UNKNOWN: (team) =>
      `Sie können sich beim Team ${team} nicht anmelden: Sie sind weder als Administrator eingetragen noch aktiv in seinem Verzeichnis. ${askIn(team)}`,
    NOT_LISTED: () =>
      'Nur wer in der Liste der Administratoren des Teams steht, kann eine SSO-Verbindung beweisen. Bitte fragen Sie dort nach.',
    LINK_OVER: () =>
      'Dieser Link gilt nicht mehr: Ein Anmeldelink gilt einmal und 15 Minuten lang. Bitten Sie um einen neuen, oder melden Sie sich über Single Sign-on an.',
    LINK_PAST_SSO: (team) =>
      `Single Sign-on des Teams ${team} ist aktiv, deshalb lässt ein Anmeldelink niemanden ein. Melden Sie sich darüber an; geht das bei niemandem, wenden Sie sich an Ihren Betreiber.`,
  },
  refused: 'Sie wurden nicht eingelassen.',
  tooMany: (seconds) => `Aus Ihrem Netz gab es zu viele Versuche. Versuchen Sie es in ${seconds} s noch einmal.`,
  refusedByProvider: 'Der Identitätsanbieter hat Sie nicht angemeldet.',
  again: 'Beginnen Sie noch einmal an der Adresse, an der sich Ihr Team anmeldet.',
  noCode: {
    title: 'Dieser Link ist nicht vollständig',
    sentences: [
      'Ein Anmeldelink endet auf ?code=… und muss ganz geöffnet werden. Kopieren Sie ihn noch einmal, oder bitten Sie um einen neuen.',
    ],
  },
  noConnection: {
    title: 'Hier meldet sich niemand an',
    sentences: [
      'Unter dieser Adresse gibt es kein Team mit Single Sign-on.',
      'Bitte fragen Sie jemanden, der Ihr Team verwaltet, an welcher Adresse es sich anmeldet.',
    ],
  },
  unknownAttempt: {
    title: 'Diese Anmeldung ist vorbei',
    sentences: [
      'Sie wurde vor mehr als 10 Minuten oder in einem anderen Browser begonnen, oder sie wurde schon verwendet.',
      'Beginnen Sie noch einmal an der Adresse, an der sich Ihr Team anmeldet.',
    ],
  },
  providerFailed: {
    title: 'Der Identitätsanbieter arbeitet gerade nicht mit Headcount zusammen',
    sentences: [
      'Im Moment kann sich niemand darüber anmelden.',
      'Versuchen Sie es später noch einmal. Wer das Team verwaltet, sieht den Grund bei der SSO-Verbindung des Teams.',
    ],
  },
  notAdministrator: {
    title: 'Das ist für Administratoren',
    sentences: ['Melden Sie sich zuerst als Administrator des Teams an; beweisen Sie dann von dort aus die neue SSO-Verbindung.'],
  },
  noReplacement: {
    title: 'Es gibt nichts zu beweisen',
    sentences: ['Das Team hat keine SSO-Verbindung, die darauf wartet, die bisherige abzulösen.'],
  },
  notProver: {
    title: 'Diese Anmeldung beweist nichts',
    sentences: [
      'Wer sie begonnen hat, ist nicht mehr angemeldet, oder die neue SSO-Verbindung wurde inzwischen neu eingerichtet.',
      'Beginnen Sie den Beweis noch einmal.',
    ],
  },
  foreign: {
    title: 'Das kam nicht von Headcount',
    sentences: [
      'Eine andere Website hat diese Anfrage geschickt, deshalb wurde nichts getan. Öffnen Sie Headcount selbst, und versuchen Sie es dort.',
    ],
  },
  unreadable: {
    title: 'Das ist nicht lesbar',
    sentences: [
      'Die Anfrage hat eine andere Form als die der Seiten von Headcount. Beginnen Sie noch einmal an der Adresse, an der sich Ihr Team anmeldet.',
    ],
  },
  fault: {
    title: 'Interner Fehler',
    sentences: [
      'Sie haben nichts falsch gemacht. Versuchen Sie es noch einmal; bleibt es dabei, nennen Sie Ihrem Betreiber die Nummer unten.',
    ],
  },
}

const askAt = (team: string): string => `${team} 팀의 관리자에게 문의하세요.`

const ko: PageTexts = {
  language: 'ko',
  request: (id) => `요청 ${id}`,
  signIn: { title: 'Headcount에 로그인', sentences: ['이 링크로는 이 브라우저에서 한 번만 로그인할 수 있습니다.'] },
  signInLabel: '로그인',
  signOut: { title: 'Headcount에서 로그아웃', sentences: ['이 브라우저에서만, 또는 로그인한 모든 브라우저에서 로그아웃할 수 있습니다.'] },
  signOutLabel: '로그아웃',
  signOutEverywhereLabel: '모든 곳에서 로그아웃',
  proof: (issuer, teamName) => ({
    title: '새 SSO 연결 확인',
    sentences: [
      `${issuer}에서 로그인하세요. 성공하면 ${teamName} 팀은 그때부터 그곳에서 로그인하며, 다른 사람은 모두 다시 로그인해야 합니다.`,
    ],
  }),
  proofLabel: '이 연결로 로그인',
  notSignedIn: '로그인되지 않았습니다',
  refusals: {
    TEAM_GONE: () => '이 팀은 더 이상 없습니다.',
    SET_UP_ANEW: () => '로그인하는 동안 싱글 사인온이 다시 설정되었습니다. 다시 로그인하세요.',
    DEACTIVATED: (team) => `${team} 팀에 로그인할 수 없습니다. 이 팀의 디렉터리에서 비활성화된 사용자입니다. ${askAt(team)}`,
    NOT_ACTIVE_YET: (team) =>
      `${team} 팀에 로그인할 수 없습니다. 싱글 사인온을 설정하는 중이며, 활성화될 때까지는 등록된 관리자만 로그인할 수 있습니다. ${askAt(team)}`,
    AMBIGUOUS: (team) =>
      `${team} 팀에 로그인할 수 없습니다. 여러 디렉터리에 해당하는 사용자가 있으며, 어느 디렉터리를 따를지 SSO 연결에 정해져 있지 않습니다. ${askAt(team)}`,
    UNKNOWN: (team) => `${team} 팀에 로그인할 수 없습니다. 등록된 관리자도 아니고 디렉터리의 활성 사용자도 아닙니다. ${askAt(team)}`,
    NOT_LISTED: () => '팀의 관리자 목록에 있는 관리자만 SSO 연결을 확인할 수 있습니다. 관리자에게 문의하세요.',
    LINK_OVER: () =>
      '이 링크는 더 이상 사용할 수 없습니다. 로그인 링크는 15분 안에 한 번만 사용할 수 있습니다. 새 링크를 요청하거나 싱글 사인온으로 로그인하세요.',
    LINK_PAST_SSO: (team) =>
      `${team} 팀의 싱글 사인온이 활성화되어 있으므로 로그인 링크를 사용할 수 없습니다. 싱글 사인온으로 로그인하고, 아무도 로그인할 수 없으면 운영자에게 문의하세요.`,
  },
  refused: '로그인이 허용되지 않았습니다.',
  tooMany: (seconds) => `사용 중인 네트워크에서 시도한 횟수가 너무 많습니다. ${seconds}초 후에 다시 시도하세요.`,
  refusedByProvider: 'ID 공급자가 로그인을 허용하지 않았습니다.',
  again: '팀의 로그인 주소에서 다시 시작하세요.',
  noCode: {
    title: '링크가 완전하지 않습니다',
    sentences: ['로그인 링크는 ?code=…로 끝나며 전체를 열어야 합니다. 다시 복사하거나 새 링크를 요청하세요.'],
  },
  noConnection: {
    title: '이곳에서는 로그인할 수 없습니다',
    sentences: ['이 주소에는 싱글 사인온을 사용하는 팀이 없습니다.', '팀 관리자에게 로그인 주소를 문의하세요.'],
  },
  unknownAttempt: {
    title: '이 로그인은 끝났습니다',
    sentences: ['10분이 지났거나, 다른 브라우저에서 시작했거나, 이미 사용된 로그인입니다.', '팀의 로그인 주소에서 다시 시작하세요.'],
  },
  providerFailed: {
    title: '지금은 ID 공급자를 Headcount에서 사용할 수 없습니다',
    sentences: [
      '현재 이 공급자로는 아무도 로그인할 수 없습니다.',
      '잠시 후 다시 시도하세요. 관리자는 팀의 SSO 연결에서 이유를 확인할 수 있습니다.',
    ],
  },
  notAdministrator: {
    title: '관리자 전용입니다',
    sentences: ['먼저 팀 관리자로 로그인한 다음, 그곳에서 새 SSO 연결을 확인하세요.'],
  },
  noReplacement: {
    title: '확인할 연결이 없습니다',
    sentences: ['이 팀에는 사용 중인 연결을 대신할 SSO 연결이 없습니다.'],
  },
  notProver: {
    title: '이 로그인으로는 확인되지 않습니다',
    sentences: ['확인을 시작한 관리자가 더 이상 로그인되어 있지 않거나, 새 SSO 연결이 다시 설정되었습니다.', '확인을 다시 시작하세요.'],
  },
  foreign: {
    title: 'Headcount에서 온 요청이 아닙니다',
    sentences: ['다른 사이트가 보낸 요청이므로 아무 작업도 하지 않았습니다. Headcount를 직접 열어 다시 시도하세요.'],
  },
  unreadable: {
    title: '요청을 읽을 수 없습니다',
    sentences: ['Headcount 페이지가 보내는 형식과 다른 요청입니다. 팀의 로그인 주소에서 다시 시작하세요.'],
  },
  fault: {
    title: '내부 오류',
    sentences: ['사용자의 잘못이 아닙니다. 다시 시도하고, 계속되면 아래 번호를 운영자에게 알려 주세요.'],
  },
}

export const pageTexts: Readonly<Record<Language, PageTexts>> = { en, de, ko }
