/** One answer of /metrics, parsed as strictly as the format allows (Prometheus text format 0.0.4). */
export type Exposition = {
  families: ReadonlyMap<string, { help: string; type: 'counter' | 'gauge' | 'histogram' }>
  /** The value of one series: of the only one with that name, or of the one with all these labels. */
  value(name: string, labels?: Readonly<Record<string, string>>): number
  has(name: string, labels?: Readonly<Record<string, string>>): boolean
  labels(): { name: string; labels: Readonly<Record<string, string>> }[]
}

type Sample = { name: string; labels: Record<string, string>; value: number }

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const number = '[+-]?(?:Inf|NaN|\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)'
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"'
const helpLine = new RegExp(`^# HELP (${name}) (.+)$`)
const typeLine = new RegExp(`^# TYPE (${name}) (counter|gauge|histogram)$`)
const sampleLine = new RegExp(`^(${name})(?:\\{((?:${label})(?:,${label})*)\\})? (${number})$`)

/** Throws at the first line that is not of the format, and at what a reader could misunderstand. */
export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families = new Map<string, { help: string; type: 'counter' | 'gauge' | 'histogram' }>()
  const samples: Sample[] = []
  const seen = new Set<string>()
  let help: { name: string; text: string } | undefined
  let family: { name: string; type: string } | undefined
  for (const line of text.split('\n')) {
    if (line === '') continue
    const helped = helpLine.exec(line)
    const typed = typeLine.exec(line)
    if (helped) help = { name: helped[1]!, text: helped[2]! }
    else if (typed) {
      if (!help || help.name !== typed[1]) throw new Error(`${line}: without its HELP`)
      if (families.has(help.name)) throw new Error(`${line}: a second time`)
      family = { name: help.name, type: typed[2]! }
      families.set(help.name, { help: help.text, type: typed[2] as 'counter' })
    } else {
      const sample = parseSample(line)
      if (!family || !belongs(sample.name, family)) throw new Error(`${line}: not below its TYPE`)
      const series = JSON.stringify([sample.name, Object.entries(sample.labels).sort()])
      if (seen.has(series)) throw new Error(`${line}: a second time`)
      seen.add(series)
      samples.push(sample)
    }
  }
  for (const [familyName, { type }] of families) if (type === 'histogram') checkHistogram(familyName, samples)
  const find = (wanted: string, labels: Readonly<Record<string, string>> = {}): Sample[] =>
    samples.filter((sample) => sample.name === wanted && Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
  return {
    families,
    value(wanted, labels) {
      const [sample, ...others] = find(wanted, labels)
      if (!sample || others.length > 0)
        throw new Error(`${others.length + (sample ? 1 : 0)} series are ${wanted} ${JSON.stringify(labels)}`)
      return sample.value
    },
    has: (wanted, labels) => find(wanted, labels).length > 0,
    labels: () => samples,
  }
}

function parseSample(line: string): Sample {
  const match = sampleLine.exec(line)
  if (!match) throw new Error(`${line}: not of the format`)
  const labels: Record<string, string> = {}
  for (const [, key, value] of (match[2] ?? '').matchAll(/([a-zA-Z0-9_]+)="((?:[^"\\]|\\.)*)"/g)) {
    if (Object.hasOwn(labels, key!)) throw new Error(`${line}: a label twice`)
    labels[key!] = value!
  }
  return { name: match[1]!, labels, value: Number(match[3]!.replace('Inf', 'Infinity')) }
}

function belongs(sample: string, family: { name: string; type: string }): boolean {
  return family.type === 'histogram'
    ? ['_bucket', '_sum', '_count'].some((suffix) => sample === family.name + suffix)
    : sample === family.name
}

/** Buckets grow, and the last one holds all. */
function checkHistogram(family: string, samples: readonly Sample[]): void {
  const withoutLe = ({ le: _, ...labels }: Record<string, string>): string => JSON.stringify(Object.entries(labels).sort())
  const buckets = Map.groupBy(
    samples.filter((sample) => sample.name === `${family}_bucket`),
    ({ labels }) => withoutLe(labels),
  )
  for (const [labels, ofOne] of buckets) {
    const count = samples.find((sample) => sample.name === `${family}_count` && withoutLe(sample.labels) === labels)
    const bounds = ofOne.map((sample) => Number(sample.labels['le']!.replace('Inf', 'Infinity')))
    const isGrowing = ofOne.every(
      (sample, index) => index === 0 || (bounds[index]! > bounds[index - 1]! && sample.value >= ofOne[index - 1]!.value),
    )
    if (!isGrowing || bounds.at(-1) !== Infinity || ofOne.at(-1)!.value !== count?.value)
      throw new Error(`${family}${labels}: no histogram`)
  }
}
