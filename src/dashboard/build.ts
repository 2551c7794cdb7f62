import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import * as documents from './gql/graphql.ts'

const root = path.join(import.meta.dirname, '../..')
export const builtDashboard = path.join(root, '.build/dashboard')

/**
 * Builds the dashboard for the server, unless what is built is of the same sources: the pages, each file also compressed, and the documents that
 * they send, by their SHA-256. Another process that reads or builds at the same time sees one whole build or the other.
 */
export async function buildDashboard(): Promise<{ isNew: boolean }> {
  const sources = await hashSources()
  if ((await builtSources()) === sources) return { isNew: false }
  await removeOldDrafts()
  const draft = `${builtDashboard}-${randomUUID()}`
  try {
    await runVite(draft)
    await compress(path.join(draft, 'assets'))
    await compress(draft)
    await writeFile(path.join(draft, 'documents.json'), JSON.stringify(documentsByHash()))
    await writeFile(path.join(draft, 'sources.txt'), sources)
    await putInPlace(draft)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return { isNew: true }
}

const draftMilliseconds = 3_600_000

/** What a build left that was killed; no build takes that long. */
async function removeOldDrafts(): Promise<void> {
  const folder = path.dirname(builtDashboard)
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => one.startsWith(`${path.basename(builtDashboard)}-`))) {
    const draft = path.join(folder, name)
    const age = await stat(draft).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (age > draftMilliseconds) await rm(draft, { recursive: true, force: true })
  }
}

/** In a process of its own: what is built is for production, whatever this process is. */
async function runVite(folder: string): Promise<void> {
  const vite = path.join(path.dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  const config = path.join(import.meta.dirname, 'vite.config.ts')
  const command = [vite, 'build', '--config', config, '--outDir', folder, '--logLevel', 'warn']
  await promisify(execFile)(process.execPath, command, { cwd: root, env: { ...process.env, NODE_ENV: 'production' } })
}

async function putInPlace(draft: string): Promise<void> {
  const old = `${builtDashboard}-${randomUUID()}`
  await rename(builtDashboard, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  try {
    await rename(draft, builtDashboard)
  } catch (error) {
    // Somebody else's build came in between: it is of the same sources.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  await rm(old, { recursive: true, force: true })
}

async function builtSources(): Promise<string | undefined> {
  return readFile(path.join(builtDashboard, 'sources.txt'), 'utf8').catch(() => undefined)
}

async function hashSources(): Promise<string> {
  const files = (
    await Promise.all(
      ['src/dashboard', 'src/client', 'docs/providers'].map(async (folder) => {
        const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })
        return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
      }),
    )
  ).flat()
  const hash = createHash('sha256')
  for (const file of [...files, path.join(root, 'package-lock.json')].sort()) {
    hash.update(`${path.relative(root, file)}\n`).update(await readFile(file))
  }
  return hash.digest('hex')
}

const compressible = /\.(html|js|css|svg|json)$/

async function compress(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && compressible.test(entry.name))
      .map(async ({ name }) => {
        const file = path.join(folder, name)
        const content = await readFile(file)
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
        await writeFile(`${file}.br`, await promisify(brotliCompress)(content, quality))
        await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }))
      }),
  )
}

/** Where only listed documents are executed, those of our own pages are among them. */
function documentsByHash(): Record<string, string> {
  const texts = Object.entries(documents)
    .filter(([name]) => name.endsWith('Document'))
    .map(([, document]) => String(document))
  return Object.fromEntries(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]))
}

if (import.meta.main) {
  try {
    await buildDashboard()
  } catch (error) {
    // Without development dependencies there is nothing to build with; the server says what is missing where the pages would be.
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    process.stderr.write(
      'The dashboard is not built anew: Vite is not installed. Install the development dependencies, or bring .build/dashboard along.\n',
    )
  }
}
