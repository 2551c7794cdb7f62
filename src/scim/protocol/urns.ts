export const coreUserUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const coreGroupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUserUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const serviceProviderConfigUrn = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
export const resourceTypeUrn = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
export const schemaUrn = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

export const listResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const searchRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
export const patchOpUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const bulkRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const bulkResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'
export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

const legacyUrns: ReadonlySet<string> = new Set([
  'urn:scim:schemas:core:1.0',
  'urn:scim:schemas:core:2.0',
  'urn:scim:schemas:core:2.0:user',
  'urn:scim:schemas:core:2.0:group',
  'urn:scim:schemas:extension:enterprise:1.0',
  'urn:scim:schemas:extension:enterprise:2.0',
])

/** Deviation: OneLogin declares the URNs of SCIM drafts in `schemas`; accepted, even in strict mode, and dropped. */
export function isLegacyUrn(urn: string): boolean {
  return legacyUrns.has(urn.toLowerCase())
}
