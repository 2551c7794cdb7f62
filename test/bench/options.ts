import { parseArgs } from 'node:util'

export const barNames = ['create-users', 'look-up-user', 'add-member'] as const
export type BarName = (typeof barNames)[number]

export type BenchOptions = { names: BarName[]; rounds: number; seconds: number; jsonFile: string | undefined }

export const usage = `Usage: npm run bench -- [names…] [options]

Measures Headcount beside what its PostgreSQL can do by itself, in the same minute on the same server.
Names: ${barNames.join(', ')}; all without one.

  --rounds N     rounds of each figure (3)
  --seconds S    of each pass (3)
  --json FILE    writes the figures there, too
  --help         this text`

export function parseOptions(args: string[]): BenchOptions | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return undefined
  const names = positionals.map((name) => {
    const known = barNames.find((candidate) => candidate === name)
    if (known === undefined) throw new Error(`There is no "${name}"; there are ${barNames.join(', ')}.`)
    return known
  })
  return {
    names: names.length > 0 ? names : [...barNames],
    rounds: number('rounds', values.rounds, 3, 1),
    seconds: number('seconds', values.seconds, 3, 0.1),
    jsonFile: values.json,
  }
}

function number(name: string, seen: string | undefined, otherwise: number, least: number): number {
  const value = seen === undefined ? otherwise : Number(seen)
  const isWhole = name !== 'rounds' || Number.isInteger(value)
  if (!isWhole || !(value >= least && value <= 1000))
    throw new Error(`--${name} is "${seen}"; expected a ${name === 'rounds' ? 'whole ' : ''}number from ${least} to 1000.`)
  return value
}
