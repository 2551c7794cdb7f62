import { expect, test } from 'vitest'
import { seededRandom } from '../simulate/random.ts'
import { useApp } from '../support/use-app.ts'
import { fuzzDoor, type Known } from './door.ts'
import { fuzzParsers } from './parsers.ts'
import { readSeeds } from './seeds.ts'

const app = useApp()

// A taste of `npm run fuzz`, the same on every run; what the long run finds becomes a case of its own.
test('malformed input gets a SCIM error from every parser, never another exception', async () => {
  const seeds = await readSeeds()
  const random = seededRandom(1)
  expect(Array.from({ length: 1_000 }, () => fuzzParsers(random, seeds)).flat()).toEqual([])
})

test('strange requests get an answer of the protocol at the HTTP door, never a fault', async () => {
  const seeds = await readSeeds()
  const random = seededRandom(2)
  const known: Known = { users: [], groups: [] }
  const problems: string[] = []
  for (let times = 0; times < 200; times++) problems.push(...(await fuzzDoor(random, seeds, app.team, known)))
  expect(problems).toEqual([])
  expect(known.users.length).toBeGreaterThan(0)
})
