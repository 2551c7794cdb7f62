import { mostBulkOperations } from './protocol/bulk.ts'
import type { JsonObject } from './protocol/json.ts'
import { cursorTimeoutSeconds } from './protocol/cursor.ts'
import { pageLimits, toListResponse } from './protocol/list-response.ts'
import type { DirectoryTypes } from './directory-types.ts'
import type { ResourceType, Schema } from './protocol/schemas.ts'
import { quoted, ScimError } from './protocol/scim-error.ts'
import { resourceTypeUrn, schemaUrn, serviceProviderConfigUrn } from './protocol/urns.ts'

/** RFC 7643 §5. Clients decide by it what to send, so it says what is true, limits included. */
export function serviceProviderConfig(baseUrl: string, { bodyLimitBytes }: { bodyLimitBytes: number }): JsonObject {
  return {
    schemas: [serviceProviderConfigUrn],
    documentationUri: `${baseUrl}/ServiceProviderConfig`,
    patch: { supported: true },
    bulk: { supported: true, maxOperations: mostBulkOperations, maxPayloadSize: bodyLimitBytes },
    filter: { supported: true, maxResults: pageLimits.maxCount },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    // RFC 9865 §4. By index unless the client sends a cursor: that was there first.
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: pageLimits.defaultCount,
      maxPageSize: pageLimits.maxCount,
      cursorTimeout: cursorTimeoutSeconds,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token of the directory in the Authorization header (RFC 6750).',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
      {
        type: 'oauth2',
        name: 'OAuth 2.0 client credentials',
        description:
          'A client of the directory fetches such a token for an hour (RFC 6749 §4.4), at /oauth/{directory}/token of this host.',
        specUri: 'https://www.rfc-editor.org/info/rfc6749',
        primary: false,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  }
}

/** What a directory consists of, its own schema extensions included. */
export function listResourceTypes(baseUrl: string, types: DirectoryTypes): unknown {
  const resources = all(types).map((type) => toScimResourceType(type, baseUrl))
  return toListResponse({ resources, totalResults: resources.length, startIndex: 1 })
}

export function getResourceType(baseUrl: string, types: DirectoryTypes, id: string): JsonObject {
  const found = all(types).find((type) => type.id.toLowerCase() === id.toLowerCase())
  if (!found) throw new ScimError(404, undefined, `Resource type ${quoted(id)} does not exist.`)
  return toScimResourceType(found, baseUrl)
}

export function listSchemas(baseUrl: string, types: DirectoryTypes): unknown {
  const resources = allSchemas(types).map((schema) => toScimSchema(schema, baseUrl))
  return toListResponse({ resources, totalResults: resources.length, startIndex: 1 })
}

export function getSchema(baseUrl: string, types: DirectoryTypes, id: string): JsonObject {
  // RFC 7643 §2.1: schema URNs are compared without regard to case.
  const found = allSchemas(types).find((schema) => schema.id.toLowerCase() === id.toLowerCase())
  if (!found) throw new ScimError(404, undefined, `Schema ${quoted(id)} does not exist.`)
  return toScimSchema(found, baseUrl)
}

function all({ user, group }: DirectoryTypes): ResourceType[] {
  return [user, group]
}

function allSchemas(types: DirectoryTypes): Schema[] {
  return all(types).flatMap((type) => [type.schema, ...type.extensions.map((extension) => extension.schema)])
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
