import { appendFileSync, createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pino, { type DestinationStream } from 'pino'

/** The folder in which a test run keeps all that its servers log; the global setup makes it and looks through it at the end. */
const folderVariable = 'HEADCOUNT_TEST_LOGS'

const folder = (): string | undefined => process.env[folderVariable]

export function keepLogsIn(path: string): void {
  process.env[folderVariable] = path
}

/** Where a server of this process logs to; undefined outside a test run. */
export function keptLog(): DestinationStream | undefined {
  const path = folder()
  return path === undefined ? undefined : pino.destination({ dest: join(path, `${process.pid}.log`), sync: false, append: true })
}

/** Keeps what another process printed as log lines; what it says to a newcomer at a terminal is no log. */
export function keepLogLines(output: string): void {
  const path = folder()
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  if (path !== undefined && lines.length > 0) appendFileSync(join(path, `${process.pid}.log`), `${lines.join('\n')}\n`)
}

/** A secret of a test that none of our prefixes marks, such as one of an identity provider. */
export function mustNotBeLogged(secret: string): void {
  const path = folder()
  if (path !== undefined) appendFileSync(join(path, `${process.pid}.secrets`), `${secret}\n`)
}

// Ours by their prefixes (src/store/secret.ts); ID tokens and other JSON Web Tokens by their form.
const marked = /hc_[a-z]+_[\w-]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/

/** The log lines that hold a secret, each cut to some characters around it. */
export async function findLoggedSecrets(path: string): Promise<{ lines: number; found: string[] }> {
  const names = await readdir(path)
  const secrets = new Set<string>()
  for (const name of names.filter((some) => some.endsWith('.secrets')))
    for await (const secret of linesOf(join(path, name))) if (secret.length >= 8) secrets.add(secret)
  const found: string[] = []
  let lines = 0
  for (const name of names.filter((some) => some.endsWith('.log'))) {
    for await (const line of linesOf(join(path, name))) {
      lines++
      const at = marked.exec(line)?.index ?? [...secrets].map((secret) => line.indexOf(secret)).find((index) => index >= 0)
      if (at !== undefined) found.push(line.slice(Math.max(0, at - 150), at + 60))
    }
  }
  return { lines, found }
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity })
}
