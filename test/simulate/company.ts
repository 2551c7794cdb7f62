import type { Random } from './random.ts'

/** What an identity provider maps onto a user's attributes. */
export type Profile = { userName: string; givenName: string; familyName: string; displayName: string; title: string; department: string }

export type Person = {
  /** Counts from 1 within one identity provider. */
  number: number
  /** The identity provider's own id; ours knows it as externalId. */
  externalId: string
  /** The id that the server gave. */
  id: string
  profile: Profile
  active: boolean
}

/** Groups are numbered like people. */
export type Group = { number: number; externalId: string; id: string; displayName: string; members: Set<Person> }

const givenNames = [
  'Ada',
  'Alan',
  'Amina',
  'Barbara',
  'Chidi',
  'Clara',
  'Dmitri',
  'Edsger',
  'Emeka',
  'Fatima',
  'Grace',
  'Hana',
  'Ines',
  'Ivan',
  'Jörg',
  'Kateřina',
  'Ken',
  'Lakshmi',
  'Linus',
  'Margaret',
  'Mei',
  'Noor',
  'Olga',
  'Priya',
  'Radia',
  'Søren',
  'Tomás',
  'Yuki',
  'Zoë',
  "D'Arcy",
]
const familyNames = [
  'Anderson',
  'Becker',
  'Chen',
  'Dijkstra',
  'Eze',
  'Fischer',
  'García',
  'Hopper',
  'Ibrahim',
  'Johansson',
  'Kowalska',
  'Lovelace',
  'Müller',
  'Nakamura',
  "O'Brien",
  'Perlman',
  'Quist',
  'Rossi',
  'Šimek',
  'Tanaka',
  'Usman',
  'van der Berg',
  'Wang',
  'Yılmaz',
  'Zhou',
]
const departments = ['Engineering', 'Sales', 'Finance', 'Marketing', 'Support', 'People', 'Legal', 'Operations', 'Design', 'Security']
const titles = ['Engineer', 'Analyst', 'Manager', 'Director', 'Specialist', 'Associate', 'Lead']

export function newPerson(random: Random, number: number, domain: string): Person {
  const givenName = random.pick(givenNames)
  const familyName = random.pick(familyNames)
  return {
    number,
    externalId: newExternalId(random),
    id: '',
    profile: {
      ...named(givenName, familyName),
      userName: loginOf(givenName, familyName, number, domain),
      title: random.pick(titles),
      department: random.pick(departments),
    },
    active: true,
  }
}

/** The same person after a wedding. */
export function withNewFamilyName(random: Random, profile: Profile): Profile {
  return { ...profile, ...named(profile.givenName, random.pick(familyNames.filter((name) => name !== profile.familyName))) }
}

/** The same person with a login that follows their name and was never used before. */
export function withNewLogin(profile: Profile, number: number, domain: string): Profile {
  return { ...profile, userName: loginOf(profile.givenName, profile.familyName, number, domain) }
}

function named(givenName: string, familyName: string): Pick<Profile, 'givenName' | 'familyName' | 'displayName'> {
  return { givenName, familyName, displayName: `${givenName} ${familyName}` }
}

function loginOf(givenName: string, familyName: string, number: number, domain: string): string {
  const plain = (name: string) =>
    name
      .normalize('NFD')
      .toLowerCase()
      .replace('ø', 'o')
      .replace('ı', 'i')
      .replace(/[^a-z]/g, '')
  return `${plain(givenName)}.${plain(familyName)}.${number}@${domain}`
}

function newExternalId(random: Random): string {
  return Array.from({ length: 20 }, () => random.below(36).toString(36)).join('')
}

/** The first groups are named as the departments are, then come "Engineering 2" and so on. */
export function groupName(number: number, prefix: string): string {
  const round = Math.ceil(number / departments.length)
  return `${prefix}${departments[(number - 1) % departments.length]}${round === 1 ? '' : ` ${round}`}`
}

export function newGroup(random: Random, number: number, prefix: string): Group {
  return { number, externalId: newExternalId(random), id: '', displayName: groupName(number, prefix), members: new Set() }
}
