import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createOpenidConnect } from '../../src/sso/openid-connect.ts'
import { createSealer } from '../../src/store/sealed-secret.ts'

/** Speaks with the provider whose metadata names this issuer, wherever it is asked for. */
function withProvider(issuer: string) {
  const { origin } = new URL(issuer)
  const metadata = { issuer, authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token`, jwks_uri: `${origin}/keys` }
  return createOpenidConnect({
    fetch: async () => Response.json(metadata),
    mayBePlain: () => false,
    sealer: createSealer([randomBytes(32)]),
    redirectUri: () => 'https://headcount.example/sso/callback',
  })
}

describe('an issuer that stands for many tenants is refused, because each of them could sign in as anybody', () => {
  test.each([
    ['https://login.microsoftonline.com/common/v2.0', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['https://login.microsoftonline.com/organizations/v2.0', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['https://acme.b2clogin.com/acme.onmicrosoft.com/policy/v2.0', 'https://acme.b2clogin.com/0192a000-0000-7000-8000-000000000000/v2.0/'],
    ['https://login.example/acme', 'https://login.example/'],
    ['https://login.example/acme', 'https://login.example/acme/'],
    ['https://login.example', 'https://login.example.evil.example'],
  ])('%s that calls itself %s', async (asked, named) => {
    await expect(withProvider(named).discoverIssuer(asked)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/calls itself/),
    })
  })

  test('one that calls itself what it was asked for is taken', async () => {
    const issuer = 'https://login.microsoftonline.com/0192a000-0000-7000-8000-000000000000/v2.0'
    expect(await withProvider(issuer).discoverIssuer(issuer)).toBe(issuer)
  })
})
