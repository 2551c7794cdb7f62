/** A user as identity providers create them. */
export function newUser(number: number): { userName: string } & Record<string, unknown> {
  const userName = `ada.lovelace.${number}@bench.example`
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    externalId: `00u${number}`,
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    displayName: 'Ada Lovelace',
    emails: [{ value: userName, type: 'work', primary: true }],
    locale: 'en-US',
    active: true,
  }
}
