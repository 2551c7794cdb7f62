import type { GraphqlClient } from './graphql-client.ts'

const attributeFields = 'name type description required canonicalValues caseExact returned referenceTypes'
export const customSchemaFields = `urn resourceType name description required
  attributes { ${attributeFields} multiValued mutability subAttributes { ${attributeFields} } }`
export const settingsFields = `id name provider isStrict allowsRepeatedGroupNames requestsPerSecond removalsPerHour version
  customSchemas { ${customSchemaFields} }`

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers as they come over the wire
export type ModifyResult = { __typename: string; code?: string; message?: string; changeCursor?: string; directory?: Record<string, any> }

/** modifyDirectory as a client sends it. */
export async function modifyDirectory(
  client: GraphqlClient,
  input: { directoryId: string } & Record<string, unknown>,
): Promise<ModifyResult> {
  const { data, errors } = await client.ask<{ modifyDirectory: ModifyResult }>(
    `mutation ($input: ModifyDirectoryInput!) { modifyDirectory(input: $input) { __typename
      ... on ModifyDirectorySuccess { changeCursor directory { ${settingsFields} usesDefaultRequestsPerSecond removalsPausedAt } }
      ... on Error { code message } } }`,
    { input },
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data.modifyDirectory
}
