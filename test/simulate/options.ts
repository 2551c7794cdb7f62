import { parseArgs } from 'node:util'
import type { DialectName } from './dialect.ts'

export type SimulateOptions = {
  users: number
  groups: number
  /** Requests per second, of all identity providers together. */
  rate: number
  seed: number
  dialects: DialectName[]
  /** Of the joins and leaves after the first sync; undefined goes on until Ctrl-C. */
  durationSeconds: number | undefined
}

export const usage = `Usage: npm run simulate -- [options]

Plays an identity provider against the Headcount that runs on the data folder (HEADCOUNT_DATA_DIR, default .headcount),
or against HEADCOUNT_SCIM_URL with HEADCOUNT_SCIM_TOKEN: a first sync, then joins, leaves, moves and renames until Ctrl-C.

  --users N       people of the first sync (200)
  --groups N      groups of the first sync (10)
  --rate N        requests per second (20)
  --seed N        another seed makes up another company (1)
  --provider P    okta, entra, or both: half of the people each (both)
  --duration S    seconds of joins and leaves after the first sync (until Ctrl-C)
  --help          this text`

/** Throws a sentence that names the option, what was seen and what is expected. Undefined when help is asked for. */
export function parseOptions(args: string[]): SimulateOptions | undefined {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: { users: text, groups: text, rate: text, seed: text, provider: text, duration: text, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return undefined
  const { provider = 'both' } = values
  if (provider !== 'okta' && provider !== 'entra' && provider !== 'both')
    throw new Error(`--provider is "${provider}"; expected okta, entra or both.`)
  return {
    users: number('users', values.users, 200, 1, 1_000_000),
    groups: number('groups', values.groups, 10, 0, 10_000),
    rate: number('rate', values.rate, 20, 0.1, 10_000),
    seed: number('seed', values.seed, 1, 0, 0xffff_ffff),
    dialects: provider === 'both' ? ['okta', 'entra'] : [provider],
    durationSeconds: values.duration === undefined ? undefined : number('duration', values.duration, 0, 0, 31_536_000),
  }
}

function number(name: string, seen: string | undefined, otherwise: number, least: number, most: number): number {
  if (seen === undefined) return otherwise
  const value = Number(seen)
  const isWhole = name === 'rate' || Number.isInteger(value)
  if (seen.trim() === '' || !isWhole || !(value >= least && value <= most))
    throw new Error(`--${name} is "${seen}"; expected a ${name === 'rate' ? '' : 'whole '}number from ${least} to ${most}.`)
  return value
}

/** A number of things as evenly over so many hands as whole things go. */
export function shareOut(total: number, hands: number): number[] {
  return Array.from({ length: hands }, (_, index) => Math.floor((total + hands - 1 - index) / hands))
}
