import { randomBytes } from 'node:crypto'
import type { Entry } from './entry.ts'
import { playEntry, type Outcome, type Variables } from './play.ts'
import { sendTo } from './wire.ts'

export type ScimTarget = { scimUrl: string; scimToken: string }

/** One run of one file: its variables live as long as it does. `{{run}}` makes its names unique, `{{base}}` is the SCIM base URL. */
export function startRun({ scimUrl, scimToken }: ScimTarget): { play(entry: Entry): Promise<Outcome>; close(): void } {
  const { send, close } = sendTo(scimUrl)
  const variables: Variables = new Map([
    ['run', `r${randomBytes(5).toString('hex')}`],
    ['base', scimUrl.replace(/\/+$/, '')],
  ])
  return { play: (entry) => playEntry(entry, { variables, token: scimToken, send }), close }
}
