import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The encryption key of a data directory, for use outside production: made once, readable by its owner alone. Of two processes that make it at
 * once, both get that of the first.
 */
export async function keptEncryptionKey(dataDirectory: string): Promise<Buffer> {
  const path = join(dataDirectory, 'encryption-key')
  return (await readKey(path)) ?? (await makeKey(dataDirectory, path))
}

async function readKey(path: string): Promise<Buffer | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const key = Buffer.from(text.trim(), 'base64')
  // Another key in its place would make everything unreadable that this one encrypted.
  if (key.length !== 32)
    throw new Error(`${path} does not hold a key of 32 bytes in base64. Put the right one there, or set HEADCOUNT_ENCRYPTION_KEY.`)
  return key
}

async function makeKey(dataDirectory: string, path: string): Promise<Buffer> {
  await mkdir(dataDirectory, { recursive: true })
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // Whole or not at all, and never over another one.
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return (await readKey(path))!
}
