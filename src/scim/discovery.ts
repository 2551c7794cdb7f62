import type { JsonObject } from './protocol/json.ts'
import { toListResponse } from './protocol/list-response.ts'
import { groupResourceType, userResourceType, type ResourceType, type Schema } from './protocol/schemas.ts'
import { quoted, ScimError } from './protocol/scim-error.ts'
import { resourceTypeUrn, schemaUrn, serviceProviderConfigUrn } from './protocol/urns.ts'

const resourceTypes = [userResourceType, groupResourceType]

/** RFC 7643 §5. Clients decide by it what to send, so it says what is true, limits included. */
export function serviceProviderConfig(baseUrl: string): JsonObject {
  return {
    schemas: [serviceProviderConfigUrn],
    documentationUri: `${baseUrl}/ServiceProviderConfig`,
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 1000, maxPayloadSize: 1_048_576 },
    filter: { supported: true, maxResults: 1000 },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token of the directory in the Authorization header (RFC 6750).',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  }
}

export function listResourceTypes(baseUrl: string): unknown {
  const resources = resourceTypes.map((type) => toScimResourceType(type, baseUrl))
  return toListResponse({ resources, totalResults: resources.length, startIndex: 1 })
}

export function getResourceType(baseUrl: string, id: string): JsonObject {
  const found = resourceTypes.find((type) => type.id.toLowerCase() === id.toLowerCase())
  if (!found) throw new ScimError(404, undefined, `Resource type ${quoted(id)} does not exist.`)
  return toScimResourceType(found, baseUrl)
}

export function listSchemas(baseUrl: string): unknown {
  const resources = allSchemas().map((schema) => toScimSchema(schema, baseUrl))
  return toListResponse({ resources, totalResults: resources.length, startIndex: 1 })
}

export function getSchema(baseUrl: string, id: string): JsonObject {
  // RFC 7643 §2.1: schema URNs are compared without regard to case.
  const found = allSchemas().find((schema) => schema.id.toLowerCase() === id.toLowerCase())
  if (!found) throw new ScimError(404, undefined, `Schema ${quoted(id)} does not exist.`)
  return toScimSchema(found, baseUrl)
}

function allSchemas(): Schema[] {
  return resourceTypes.flatMap((type) => [type.schema, ...type.extensions.map((extension) => extension.schema)])
}

// RFC 7643 §6.
function toScimResourceType(type: ResourceType, baseUrl: string): JsonObject {
  const { id, name, endpoint, description } = type
  return {
    schemas: [resourceTypeUrn],
    id,
    name,
    endpoint,
    description,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${id}` },
  }
}

// RFC 7643 §7.
function toScimSchema({ id, name, description, attributes }: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [schemaUrn],
    id,
    name,
    description,
    attributes: attributes as unknown as JsonObject[],
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  }
}
