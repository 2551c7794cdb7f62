import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keptEncryptionKey } from '../../src/encryption-key.ts'

describe('the encryption key of a data directory', () => {
  let root: string
  beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'headcount-key-'))))
  afterAll(() => rm(root, { recursive: true, force: true }))

  test('is made once, by however many ask at the same time, and is for its owner alone', async () => {
    const directory = join(root, 'new')
    const keys = await Promise.all(Array.from({ length: 8 }, () => keptEncryptionKey(directory)))
    expect(keys[0]).toHaveLength(32)
    for (const key of [...keys, await keptEncryptionKey(directory)]) expect(key.equals(keys[0]!)).toBe(true)
    expect((await stat(join(directory, 'encryption-key'))).mode & 0o777).toBe(0o600)
    expect(await readdir(directory)).toEqual(['encryption-key'])
  })

  test('is never replaced when what is there is no key', async () => {
    await writeFile(join(root, 'encryption-key'), 'something else\n')
    await expect(keptEncryptionKey(root)).rejects.toThrow(/does not hold a key/)
  })
})
