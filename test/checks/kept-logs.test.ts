import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newSecret } from '../../src/store/secret.ts'
import { findLoggedSecrets } from '../support/kept-logs.ts'

test('the search of the logs finds our secrets by their prefix, tokens of a provider by their form, and others by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headcount-kept-'))
  const kinds = ['directoryToken', 'apiKey', 'platformKey', 'signInCode', 'session', 'clientSecret'] as const
  const bad = [
    ...kinds.map((kind) => newSecret(kind).secret),
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl',
    'secret-of-a-provider',
  ]
  const good = ['Answered', '{"path":"/scim/v2/dir-0192/Users"}', 'hc_key_']
  await writeFile(join(folder, '1.secrets'), 'secret-of-a-provider\n')
  await writeFile(join(folder, '1.log'), [...good, ...bad.map((secret) => `{"msg":"a ${secret} b"}`)].join('\n'))
  expect(await findLoggedSecrets(folder)).toMatchObject({
    lines: good.length + bad.length,
    found: bad.map((secret) => expect.stringContaining(secret.slice(0, 20))),
  })
  await rm(folder, { recursive: true })
})
