import { describe, expect, it } from 'vitest'
import { guessProvider, type Traces } from '../../../src/scim/request-log/provider-guess.ts'

const entraGroup = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'
const patch = (...ops: string[]) => ({ Operations: ops.map((op) => ({ op, path: 'active', value: true })) })
const java = 'Java/21.0.4'

describe('The sender of a request', () => {
  it.each<[string, Partial<Traces>, string | null]>([
    ['by its name: Okta', { userAgent: 'Okta SCIM Client 1.0.0' }, 'OKTA'],
    ['by its name: Okta, whatever is configured', { userAgent: 'Okta SCIM Client 1.0.0', configured: 'ENTRA_ID' }, 'OKTA'],
    ['by its name: Entra ID', { userAgent: 'Azure AD Provisioning/1.0' }, 'ENTRA_ID'],
    ['by its name: Google', { userAgent: 'Google-Auto-Provisioning' }, 'GOOGLE_WORKSPACE'],
    ['by its name: OneLogin', { userAgent: 'OneLogin/3' }, 'ONELOGIN'],
    ['by its name: JumpCloud', { userAgent: 'JumpCloud-SCIM/1' }, 'JUMPCLOUD'],
    ['by its name: PingFederate', { userAgent: 'PingFederate/12.1' }, 'PING_IDENTITY'],
    ['by its name: authentik', { userAgent: 'goauthentik.io/2026.2' }, 'OTHER'],
    ['by its name: one that Headcount has no word for', { userAgent: 'SailPoint IdentityNow', configured: 'OKTA' }, 'OTHER'],
    ['by a URN that Entra ID alone declares', { body: { schemas: [entraGroup] } }, 'ENTRA_ID'],
    ['by operations with capitals', { body: patch('Add', 'Replace'), configured: 'JUMPCLOUD' }, 'ENTRA_ID'],
    ['not by some operations with capitals', { body: patch('Add', 'replace') }, null],
    ['not by an empty list of operations', { body: patch() }, null],
    ['by the URN of OneLogin', { userAgent: java, body: { schemas: ['urn:scim:schemas:core:2.0'] } }, 'ONELOGIN'],
    ['by an empty query of one without a name', { url: '/scim/v2/dir-1/Users/user-1?' }, 'ONELOGIN'],
    ['by an empty end of the query of one without a name', { url: '/scim/v2/dir-1/Users?filter=userName+eq+"x"&' }, 'ONELOGIN'],
    ['not by an empty query of one with a name', { url: '/scim/v2/dir-1/Users?', userAgent: java }, null],
    ['as configured when it is silent', { configured: 'ENTRA_ID' }, 'ENTRA_ID'],
    ['as configured when it names its HTTP library alone', { configured: 'JUMPCLOUD', userAgent: java }, 'JUMPCLOUD'],
    ['not as configured when it is a person with a tool', { configured: 'ENTRA_ID', userAgent: 'curl/8.9.1' }, null],
    ['not as configured when it is a browser', { configured: 'ENTRA_ID', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' }, null],
    ['not as configured when Okta would have named itself', { configured: 'OKTA', userAgent: java }, null],
    ['unknown when nothing is configured', { userAgent: java }, null],
    ['unknown when what is configured says nothing', { configured: 'OTHER' }, null],
    ['unknown when the body is no object', { body: 'text' }, null],
    ['unknown when the body is null', { body: null }, null],
  ])('is known %s', (_, traces, provider) => {
    expect(guessProvider({ userAgent: undefined, url: '/scim/v2/dir-1/Users', body: undefined, configured: undefined, ...traces })).toBe(
      provider,
    )
  })
})
