/** What an identity provider sends of a user, of the usual size. */
export const aUser = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ada.lovelace.1234567@bench.example',
  externalId: '00u1234567bench',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  displayName: 'Ada Lovelace',
  emails: [{ value: 'ada.lovelace.1234567@bench.example', type: 'work', primary: true }],
  locale: 'en-US',
  active: true,
}
