import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createTranslator } from 'use-intl/core'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  candidateReason,
  explanationSentences,
  type ExplanationFacts,
  type SentenceKey,
  type Words,
} from '../../src/dashboard/components/explanation-sentences.ts'

const languages = ['en', 'de', 'ko'] as const
type Language = (typeof languages)[number]
const words = {} as Record<Language, Words>

beforeAll(async () => {
  for (const locale of languages) {
    const file = path.join(import.meta.dirname, `../../src/dashboard/messages/${locale}/explanation.json`)
    const messages = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
    const translate = createTranslator({ locale, messages, onError: (error) => expect.fail(error.message) }) as (
      key: string,
      values?: object,
    ) => string
    words[locale] = {
      t: (key: SentenceKey, values) => translate(key, values),
      money: ({ amountMinor }) => `$${amountMinor}`,
      moment: (at) => at.slice(0, 10),
      list: (names) => new Intl.ListFormat(locale).format(names),
      isOwn: false,
    }
  }
})

type Candidate = ExplanationFacts['candidates'][number]

const amountOf = (minor: number | null) => ({
  isUnlimited: minor === null,
  amount: minor === null ? null : { amountMinor: minor, currency: 'USD', minorUnitDigits: 0 },
})
function group(displayName: string, minor: number | null, isWinner = false): Candidate {
  const target = { __typename: 'Group', displayName }
  return { isWinner, spendLimit: { ...amountOf(minor), expiresAt: null, targetId: `group-${displayName}`, target } }
}
function user(minor: number | null, isWinner = false, expiresAt: string | null = null): Candidate {
  return { isWinner, spendLimit: { ...amountOf(minor), expiresAt, targetId: 'user-1', target: { __typename: 'User' } } }
}
function team(minor: number | null, isWinner = false): Candidate {
  return { isWinner, spendLimit: { ...amountOf(minor), expiresAt: null, targetId: 'team-1', target: { __typename: 'Team' } } }
}
type Source = ExplanationFacts['source']
const value = (source: Source, minor: number | null) => ({ ...amountOf(minor), source })
function facts(
  source: Source,
  minor: number | null,
  candidates: Candidate[],
  without: [Source, number | null] | null = null,
): ExplanationFacts {
  return { ...value(source, minor), candidates, withoutWinner: without && value(...without) }
}

const cases: [string, ExplanationFacts, Record<Language, string>][] = [
  [
    'the highest of two groups',
    facts('GROUP', 500, [group('Engineering', 500, true), group('Contractors', 50)], ['GROUP', 50]),
    {
      en: 'Engineering gives $500, Contractors $50; the highest counts. Without Engineering it would be $50.',
      de: 'Engineering erlaubt $500, Contractors $50; das höchste Limit zählt. Ohne Engineering wären es $50.',
      ko: 'Engineering 그룹의 한도 $500, Contractors 그룹 $50 중 가장 높은 한도가 적용됩니다. Engineering 그룹이 없다면 한도 금액은 $50입니다.',
    },
  ],
  [
    'two groups with the same, and a default that does not count',
    facts('GROUP', 500, [group('Design', 500, true), group('Sales', 500, true), team(900)], ['TEAM', 900]),
    {
      en: 'Design and Sales give $500 each; the highest counts. Without Design and Sales the team’s default would apply ($900).',
      de: 'Design und Sales erlauben je $500; das höchste Limit zählt. Ohne Design und Sales würde der Standard des Teams gelten ($900).',
      ko: 'Design 및 Sales 그룹의 한도 각 $500 중 가장 높은 한도가 적용됩니다. Design 및 Sales 그룹이 없다면 팀 기본 한도($900)가 적용됩니다.',
    },
  ],
  [
    'one group without a limit',
    facts('GROUP', null, [group('Board', null, true)], ['NONE', null]),
    {
      en: 'Board gives unlimited spending; no other group has a limit. Without Board there would be no limit.',
      de: 'Board erlaubt unbegrenzte Ausgaben; keine andere Gruppe hat ein Limit. Ohne Board gäbe es kein Limit.',
      ko: 'Board 그룹의 한도는 무제한이며, 다른 그룹에는 한도가 없습니다. Board 그룹이 없다면 한도가 없습니다.',
    },
  ],
  [
    'an own limit',
    facts('USER', 70, [user(70, true), team(100)], ['TEAM', 100]),
    {
      en: 'The personal limit of $70 goes before all others. Without it the team’s default would apply ($100).',
      de: 'Das persönliche Limit von $70 geht allen anderen vor. Ohne dieses Limit würde der Standard des Teams gelten ($100).',
      ko: '개인 한도 $70 금액이 다른 모든 한도보다 우선합니다. 이 한도가 없다면 팀 기본 한도($100)가 적용됩니다.',
    },
  ],
  [
    'an own limit that ends',
    facts('USER', 0, [user(0, true, '2027-01-31T00:00:00Z'), group('Board', null)], ['GROUP', null]),
    {
      en: 'The personal limit of $0 goes before all others. It ends on 2027-01-31. From then on, as things stand now, spending would be unlimited. A limit of 0 is a real limit: nothing may be spent.',
      de: 'Das persönliche Limit von $0 geht allen anderen vor. Es endet am 2027-01-31. Danach wären die Ausgaben unbegrenzt (nach heutigem Stand). Ein Limit von 0 ist ein echtes Limit: Es darf nichts ausgegeben werden.',
      ko: '개인 한도 $0 금액이 다른 모든 한도보다 우선합니다. 이 한도는 2027-01-31에 끝납니다. 그 이후에는 현재 기준으로 지출이 무제한입니다. 한도 0도 실제 한도입니다. 아무것도 지출할 수 없습니다.',
    },
  ],
  [
    'an own limit that is unlimited',
    facts('USER', null, [user(null, true)], ['NONE', null]),
    {
      en: 'The personal limit is unlimited, and it goes before all others. Without it there would be no limit.',
      de: 'Das persönliche Limit ist unbegrenzt und geht allen anderen vor. Ohne dieses Limit gäbe es kein Limit.',
      ko: '개인 한도는 무제한이며 다른 모든 한도보다 우선합니다. 이 한도가 없다면 한도가 없습니다.',
    },
  ],
  [
    'the team’s default',
    facts('TEAM', 100, [team(100, true)], ['NONE', null]),
    {
      en: 'There is no personal limit, and no group with one: the team’s default applies ($100). Without it there would be no limit.',
      de: 'Es gibt kein persönliches Limit und keine Gruppe mit Limit: Es gilt der Standard des Teams ($100). Ohne dieses Limit gäbe es kein Limit.',
      ko: '개인 한도도, 한도가 있는 그룹도 없어 팀 기본 한도($100)가 적용됩니다. 이 한도가 없다면 한도가 없습니다.',
    },
  ],
  [
    'no limit at all',
    facts('NONE', null, []),
    {
      en: 'There is no limit: no personal one, none of a group, and none of the team.',
      de: 'Es gibt kein Limit: kein persönliches, keines einer Gruppe und keines des Teams.',
      ko: '한도가 없습니다. 개인 한도, 그룹 한도, 팀 기본 한도가 모두 설정되어 있지 않습니다.',
    },
  ],
  [
    'an inactive user',
    facts('INACTIVE_USER', 0, [group('Engineering', 500), team(100)]),
    {
      en: 'This person is inactive and may spend nothing. Once active again, as things stand now, it would be $500.',
      de: 'Diese Person ist inaktiv und darf nichts ausgeben. Sobald sie wieder aktiv ist, wären es $500 (nach heutigem Stand).',
      ko: '이 사용자는 비활성 상태이므로 아무것도 지출할 수 없습니다. 다시 활성화되면 현재 기준으로 한도 금액은 $500입니다.',
    },
  ],
]

describe('Why somebody may spend what they may is said in sentences', () => {
  test.each(cases)('of %s', (_, limit, expected) => {
    for (const language of languages) expect(explanationSentences(limit, words[language]).join(' ')).toBe(expected[language])
  })

  test('to somebody themselves, as you', () => {
    const own = { ...words.en, isOwn: true }
    expect(cases.map(([, limit]) => explanationSentences(limit, own)[0])).toEqual([
      'Engineering gives you $500, Contractors $50; the highest counts.',
      'Design and Sales each give you $500; the highest counts.',
      'Board gives you unlimited spending; none of your other groups has a limit.',
      'Your personal limit of $70 goes before all others.',
      'Your personal limit of $0 goes before all others.',
      'You have a personal limit: it is unlimited, and it goes before all others.',
      'You have no personal limit, and none of your groups has one: the team’s default applies ($100).',
      'There is no limit: not your own, not of a group of yours, and not of the team.',
      'You are inactive and may spend nothing.',
    ])
  })

  test('of many groups only some are named', () => {
    const many = Array.from({ length: 9 }, (_, n) => group(`G${n}`, 90 - n, n === 0))
    expect(explanationSentences(facts('GROUP', 90, many, ['GROUP', 89]), words.en)[0]).toBe(
      'G0 gives $90, G1 $89, G2 $88, G3 $87, G4 $86, G5 $85, 3 more groups; the highest counts.',
    )
  })
})

test('Each limit that was looked at says why it counts or does not', () => {
  const reasons = cases.map(([, limit]) => limit.candidates.map((candidate) => candidateReason(candidate, limit, words.en)))
  expect(reasons).toEqual([
    ['The highest limit of the groups.', 'Less than Engineering with $500.'],
    [
      'The highest limit of the groups, the same as of Sales.',
      'The highest limit of the groups, the same as of Design.',
      'A group’s limit replaces it, even when it is lower.',
    ],
    ['The highest limit of the groups.'],
    ['A personal limit goes before all others.', 'The personal limit goes before it.'],
    ['A personal limit goes before all others. It ends on 2027-01-31.', 'The personal limit goes before it.'],
    ['A personal limit goes before all others.'],
    ['Neither the person nor a group has a limit.'],
    [],
    ['Inactive: no limit counts.', 'Inactive: no limit counts.'],
  ])
})
