import { parseArgs } from 'node:util'

export type SoakOptions = {
  seconds: number
  seed: number
  teams: number
  nodes: number
  writers: number
  subscribers: number
  /** Of faults, before everything is healed and compared. */
  phaseSeconds: number
  /** How many faults may be going on at one time. */
  faults: number
  /** Members of one large group, for floods that a stalled reader cannot hold; 0: no floods. */
  crowd: number
}

export const usage = `Usage: npm run soak -- [options]

Nodes, a PostgreSQL and a Redis of their own, writers and subscribers, and faults at random: killed nodes, outages of PostgreSQL and Redis,
lost, doubled and late messages, cut and stalled sockets, expired and revoked keys, a pruned log. Every subscriber must get every
change once and in order and end up with what the database holds; every ResyncRequired must have been needed.

  --seconds N       how long (600)
  --seed N          another seed chooses other faults and writes (the time)
  --teams N         (4)
  --nodes N         (3)
  --writers N       (6)
  --subscribers N   (40)
  --phase N         seconds of faults before everything is healed and compared (20)
  --faults N        how many faults at one time (2)
  --crowd N         members of one large group, whose changes flood stalled readers (1000; 0: none)
  --help            this text

The seed fixes what is chosen; when it happens depends on the machine, so a failure may need several runs to come again.`

const bounds = {
  seconds: { otherwise: 600, least: 1, most: 31_536_000 },
  seed: { otherwise: 0, least: 0, most: 0xffff_ffff },
  teams: { otherwise: 4, least: 1, most: 100 },
  nodes: { otherwise: 3, least: 1, most: 20 },
  writers: { otherwise: 6, least: 1, most: 200 },
  subscribers: { otherwise: 40, least: 1, most: 2_000 },
  phase: { otherwise: 20, least: 1, most: 3_600 },
  faults: { otherwise: 2, least: 0, most: 10 },
  crowd: { otherwise: 1_000, least: 0, most: 5_000 },
}

/** Throws a sentence that names the option, what was seen and what is expected. Undefined when help is asked for. */
export function parseOptions(args: string[]): SoakOptions | undefined {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      seconds: text,
      seed: text,
      teams: text,
      nodes: text,
      writers: text,
      subscribers: text,
      phase: text,
      faults: text,
      crowd: text,
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return undefined
  const number = (name: keyof typeof bounds): number => {
    const { otherwise, least, most } = bounds[name]
    const seen = values[name]
    if (seen === undefined) return otherwise
    const value = Number(seen)
    if (!/^\d+$/.test(seen) || value < least || value > most)
      throw new Error(`--${name} is "${seen}"; expected a whole number from ${least} to ${most}.`)
    return value
  }
  return {
    seconds: number('seconds'),
    seed: values.seed === undefined ? Date.now() % 2 ** 32 : number('seed'),
    teams: number('teams'),
    nodes: number('nodes'),
    writers: number('writers'),
    subscribers: number('subscribers'),
    phaseSeconds: number('phase'),
    faults: number('faults'),
    crowd: number('crowd'),
  }
}

/** The command that makes the same choices again. */
export function commandOf(options: SoakOptions): string {
  const { seed, seconds, teams, nodes, writers, subscribers, phaseSeconds: phase, faults, crowd } = options
  const all = Object.entries({ seed, seconds, teams, nodes, writers, subscribers, phase, faults, crowd })
  return `npm run soak -- ${all.map(([name, value]) => `--${name} ${value}`).join(' ')}`
}
