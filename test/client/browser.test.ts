import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'src/client')

describe('The client', () => {
  test('is written for browsers: it needs no type of Node', async () => {
    const tsc = join(root, 'node_modules/.bin/tsc')
    const { stdout } = await promisify(execFile)(tsc, ['-p', folder, '--listFilesOnly'], { cwd: root })
    expect(stdout).toContain('src/client/live-client.ts')
    expect(stdout).not.toContain('@types/node/')
    await promisify(execFile)(tsc, ['-p', folder], { cwd: root }).catch(({ stdout: errors }: { stdout: string }) => expect(errors).toBe(''))
  })

  test('runs on nothing but graphql-ws', async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'))
    expect(files).toContain('live-client.ts')
    const imported = new Set<string>()
    for (const file of files) {
      const text = await readFile(join(folder, file), 'utf8')
      for (const [, clause, from] of text.matchAll(/^import (.+?) from '(.+?)'/gms)) if (!clause!.startsWith('type ')) imported.add(from!)
      expect(text).not.toMatch(/\b(?:process|Buffer|require|import\.meta)\b[.(]/)
    }
    expect([...imported].filter((from) => !from.startsWith('./'))).toEqual(['graphql-ws/client'])
  })
})
