import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toId } from '../../src/domain/id.ts'
import { createBrowser, signInAt } from '../support/browser.ts'
import { platformKey } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let provider: ChildProcess
let output = ''
let teamId: string
let dataDirectory: string

beforeAll(async () => {
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  const { commands } = under.node.app
  const team = await commands.createTeam({
    actor,
    name: 'Acme',
    plan: 'ENTERPRISE',
    currency: 'EUR',
    localSso: true,
    isDemonstration: false,
  })
  await commands.addAdministrator({ teamId: team.value.id, actor, email: 'admin@acme.example' })
  teamId = toId('team', team.value.id)
  dataDirectory = await mkdtemp(join(tmpdir(), 'headcount-idp-'))
  await writeFile(join(dataDirectory, 'local.json'), JSON.stringify({ platformKey, teamId }))
  provider = spawn(process.execPath, ['test/dev-idp/main.ts', '--port', '0', '--headcount', under.node.url, '--data', dataDirectory])
  await new Promise<void>((resolve, reject) => {
    provider.stdout!.on('data', (text: Buffer) => {
      output += text.toString()
      if (output.includes('/sign-in/')) resolve()
    })
    provider.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)))
  })
})
afterAll(async () => {
  provider?.kill()
  if (dataDirectory) await rm(dataDirectory, { recursive: true, force: true })
})

describe('the development identity provider', () => {
  test('prints what to send to Headcount and where to sign in, and both work as they are printed', async () => {
    const body = /-d '(\{.*\})'/.exec(output)![1]!
    const authorization = /Authorization: ([^']+)'/.exec(output)![1]!
    const answer = await fetch(/curl -s (\S+)/.exec(output)![1]!, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    })
    expect(await answer.json()).toMatchObject({
      data: { setUpSso: { __typename: 'SetUpSsoSuccess', ssoConnection: { state: 'PENDING' } } },
    })

    const browser = createBrowser()
    const signInUrl = new RegExp(`${under.node.url}/sign-in/\\S+`).exec(output)![0]
    const login = await browser.open(signInUrl)
    expect(login.text).toContain('admin@acme.example')
    const visit = await signInAt(browser, signInUrl, 'ada', (url) => url === `${under.node.url}/`)
    expect(visit.status).toBe(303)
    const team = await under.node.app.database.team.findUniqueOrThrow({ where: { id: teamId.slice(5) } })
    expect(team.ssoState).toBe('ACTIVE')
  })
})
