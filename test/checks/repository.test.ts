import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile, mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Runs a tool of node_modules/.bin from the repository; answers what it printed, whatever its exit code. */
async function tool(name: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const path = join(root, 'node_modules/.bin')
  const env = { ...process.env, PATH: `${path}:${process.env['PATH']}`, NO_COLOR: '1', CHECKPOINT_DISABLE: '1' }
  try {
    const { stdout, stderr } = await run(join(path, name), args, { cwd: root, env, maxBuffer: 64e6 })
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code: number; stdout?: string; stderr?: string }
    return { code, output: stdout + stderr }
  }
}

async function expectClean(name: string, ...args: string[]): Promise<void> {
  const { code, output } = await tool(name, ...args)
  expect(code, output).toBe(0)
}

/** Every file below a folder, by its path in it. */
async function filesBelow(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (file) => [relative(folder, file), await readFile(file, 'utf8')] as const)))
}

// Each looks at everything, beside tests that have a browser.
describe('the repository', { timeout: 120_000 }, () => {
  it('has no type error', () => expectClean('tsc', '--noEmit'))
  it('has no type error in the dashboard', () => expectClean('tsc', '--noEmit', '--project', 'src/dashboard'))
  it('has no lint error', () => expectClean('oxlint', '--deny-warnings'))
  it('is formatted', () => expectClean('oxfmt', '--check'))

  it('keeps the room rules', async () => {
    const { code, output } = await tool('depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'test')
    expect(code, output).toBe(0)
    // A cruise that sees nothing finds nothing wrong.
    expect(Number(/\((\d+) modules/.exec(output)?.[1])).toBeGreaterThan(50)
  })
})

describe('generated code', { timeout: 120_000 }, () => {
  const scratch = join(root, 'node_modules/.cache/headcount-generated')
  beforeAll(() => mkdir(scratch, { recursive: true }))
  afterAll(() => rm(scratch, { recursive: true, force: true }))

  it('of Prisma and Pothos is what prisma/schema.prisma generates', async () => {
    const folder = await mkdtemp(join(scratch, 'prisma-'))
    const schema = (await readFile(join(root, 'prisma/schema.prisma'), 'utf8')).replaceAll('"../src/generated', '"./src/generated')
    await writeFile(join(folder, 'schema.prisma'), schema)
    const { code, output } = await tool('node', 'prisma/prisma.ts', 'generate', '--schema', join(folder, 'schema.prisma'))
    expect(code, output).toBe(0)
    const made = await filesBelow(join(folder, 'src/generated'))
    const committed = await filesBelow(join(root, 'src/generated'))
    expect([...made.keys()].sort()).toEqual([...committed.keys()].sort())
    const differing = [...made].filter(([name, text]) => withoutPlace(text) !== withoutPlace(committed.get(name)!)).map(([name]) => name)
    expect(differing, 'run `npm run generate`').toEqual([])
  })

  it('schema.graphql is what the schema prints', () => expectClean('node', 'src/graphql/print-schema.ts', '--check'))

  it('of the test client is what codegen.ts generates', async () => {
    const { code, output } = await tool('graphql-codegen', '--config', 'codegen.ts', '--check')
    expect(code, output).toBe(0)
  })
})

// The client embeds where and from what it was generated; the schema text itself is compared by its meaning elsewhere.
function withoutPlace(text: string): string {
  return text.replaceAll('../src/generated', './src/generated').replace(/"inlineSchemaHash": "[^"]*"/g, '')
}

describe('the names of files', () => {
  it('are kebab-case and tell a concept', async () => {
    const names = [...(await filesBelow(join(root, 'src'))).keys()].filter((name) => !name.startsWith('generated/'))
    const wrong = names.filter(
      (name) =>
        /(^|[-/])(utils|helpers|common|manager|service|base|v2)\b/.test(name) || !/^[a-z0-9-]+(\.[a-z]+)+$/.test(name.split('/').at(-1)!),
    )
    expect(wrong).toEqual([])
  })
})
