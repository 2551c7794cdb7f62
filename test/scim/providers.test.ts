import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEntries } from '../replay/entry.ts'
import { startRun } from '../replay/run.ts'
import { useApp } from '../support/use-app.ts'

// Each file is one run against a new directory; its entries build on each other, in their order.

const ownFolder = path.join(import.meta.dirname, 'providers')
const app = useApp()

describeFiles('', ownFolder, '*/*.json')

// A folder of further request files, played when it is there.
const furtherFolder = process.env['HEADCOUNT_IDP_PAYLOADS'] || path.join(import.meta.dirname, '../../../shared/idp-payloads')
if (process.env['HEADCOUNT_IDP_PAYLOADS'] && !existsSync(furtherFolder))
  throw new Error(`HEADCOUNT_IDP_PAYLOADS names ${furtherFolder}, which is not there.`)
describeFiles('further requests: ', furtherFolder, '*.json')

function describeFiles(prefix: string, folder: string, pattern: string): void {
  for (const file of globSync(pattern, { cwd: folder }).sort()) {
    describe(`${prefix}${file}`, () => {
      playFile(path.join(folder, file))
    })
  }
}

function playFile(file: string): void {
  let run: ReturnType<typeof startRun>
  beforeAll(async () => {
    run = startRun(await app.newTeam(path.basename(file)))
  })
  afterAll(() => run?.close())
  for (const entry of parseEntries(readFileSync(file, 'utf8'), file)) {
    test(`${entry.name}`, async () => {
      const { problems } = await run.play(entry)
      expect(problems).toEqual([])
    })
  }
}
