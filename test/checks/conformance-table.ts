import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

// docs/scim-conformance.md against the tests: `node test/checks/conformance-table.ts` writes its table anew, keeping what is said of each rule.

const root = path.join(import.meta.dirname, '../..')
export const conformanceFile = path.join(root, 'docs/scim-conformance.md')
export const lastRule = 169

/** A test as its file holds it; `section` is what its title ends with, such as `RFC 7644 §3.4.2`, or who needs the rule. */
export type RuleTest = { rule: number; file: string; title: string; section: string }
/** A row of the table. `state` begins with `held`, `choice` or `deviation`. */
export type ConformanceRow = { rule: number; section: string; state: string; tests: { file: string; title: string }[] }

const titled = /(['"`])rule (\d+): ((?:\\.|(?!\1)[\s\S])*?) \(([^()]+)\)\1/g

/** Every test whose title begins with the number of a rule. */
export async function readRuleTests(): Promise<RuleTest[]> {
  const folder = path.join(root, 'test')
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.test.ts')).sort()
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
  return files.flatMap((file, index) =>
    [...texts[index]!.matchAll(titled)].map(([, quote, rule, title, section]) => ({
      rule: Number(rule),
      file: `test/${file.split(path.sep).join('/')}`,
      title: title!.replaceAll(`\\${quote}`, quote!).replaceAll('\\\\', '\\'),
      section: section!,
    })),
  )
}

export async function readConformance(): Promise<ConformanceRow[]> {
  const text = await readFile(conformanceFile, 'utf8')
  return text.split('\n').flatMap((line) => (/^\| \d+ \|/.test(line) ? [toRow(line)] : []))
}

function toRow(line: string): ConformanceRow {
  const [rule, section, state, files, titles] = line
    .slice(2, -2)
    .split(' | ')
    .map((cell) => cell.replaceAll('\\|', '|'))
  const names = files!.split('<br>').map((file) => /\]\(\.\.\/([^)]+)\)/.exec(file)?.[1] ?? file)
  return {
    rule: Number(rule),
    section: section!,
    state: state!,
    tests: titles!.split('<br>').map((title, index) => ({ file: names[index] ?? '', title: title.replaceAll('&lt;', '<') })),
  }
}

function toLine({ rule, section, state, tests }: ConformanceRow): string {
  const files = tests.map(({ file }) => `[${path.basename(file, '.test.ts')}](../${file})`).join('<br>')
  const titles = tests.map(({ title }) => title.replaceAll('<', '&lt;').replaceAll('|', '\\|')).join('<br>')
  return `| ${rule} | ${section} | ${state.replaceAll('|', '\\|')} | ${files} | ${titles} |`
}

/** The table as the tests would have it; states are kept, a new rule is held. */
export async function expectedRows(): Promise<ConformanceRow[]> {
  const tests = Map.groupBy(await readRuleTests(), (test) => test.rule)
  const states = new Map((await readConformance()).map((row) => [row.rule, row.state]))
  return [...tests]
    .sort(([a], [b]) => a - b)
    .map(([rule, of]) => ({
      rule,
      section: [...new Set(of.map((test) => test.section))].join('; '),
      state: states.get(rule) ?? 'held',
      tests: of.map(({ file, title }) => ({ file, title })),
    }))
}

async function write(): Promise<void> {
  const text = await readFile(conformanceFile, 'utf8')
  const lines = text.split('\n')
  const [first, last] = [lines.findIndex((line) => /^\| -+: \|/.test(line)) + 1, lines.findLastIndex((line) => line.startsWith('|'))]
  const rows = (await expectedRows()).map(toLine)
  await writeFile(conformanceFile, [...lines.slice(0, first), ...rows, ...lines.slice(last + 1)].join('\n'))
}

if (import.meta.main) await write()
