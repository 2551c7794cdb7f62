import type { TestTeam } from './start-app.ts'

// Tests look into answers as they come over the wire, so a body is whatever JSON was sent.
// oxlint-disable-next-line typescript/no-explicit-any -- the wire has no types
export type ScimBody = Record<string, any>
export type ScimResponse = { status: number; body: ScimBody; headers: Headers; text: string }

export const patchOp = (...operations: unknown[]): unknown => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
})

export type ScimClient = {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ScimResponse>
  get(path: string, headers?: Record<string, string>): Promise<ScimResponse>
  post(path: string, body: unknown): Promise<ScimResponse>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<ScimResponse>
  patch(path: string, ...operations: unknown[]): Promise<ScimResponse>
  delete(path: string, headers?: Record<string, string>): Promise<ScimResponse>
  createUser(userName: string, more?: Record<string, unknown>): Promise<string>
  createGroup(displayName: string, memberIds?: readonly string[]): Promise<string>
}

/** Speaks SCIM over HTTP as an identity provider does. A string or Buffer body is sent as it stands. */
export function scimClient({ scimUrl, scimToken }: Pick<TestTeam, 'scimUrl' | 'scimToken'>): ScimClient {
  async function request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ScimResponse> {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    const response = await fetch(scimUrl + path, {
      method,
      body: raw as RequestInit['body'],
      headers: {
        authorization: `Bearer ${scimToken}`,
        ...(raw === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) }
  }
  const made = (response: ScimResponse): string => {
    if (response.status !== 201) throw new Error(`${response.status} ${response.text}`)
    return response.body['id']
  }
  return {
    request,
    get: (path, headers) => request('GET', path, undefined, headers),
    post: (path, body) => request('POST', path, body),
    put: (path, body, headers) => request('PUT', path, body, headers),
    patch: (path, ...operations) => request('PATCH', path, patchOp(...operations)),
    delete: (path, headers) => request('DELETE', path, undefined, headers),
    createUser: async (userName, more = {}) =>
      made(await request('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, ...more })),
    createGroup: async (displayName, memberIds = []) =>
      made(
        await request('POST', '/Groups', {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
          displayName,
          members: memberIds.map((value) => ({ value })),
        }),
      ),
  }
}
