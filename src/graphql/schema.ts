import type { GraphQLSchema } from 'graphql'
import './api-key.ts'
import { builder } from './builder.ts'
import './change.ts'
import './changes.ts'
import './directory.ts'
import './effective-spend-limit.ts'
import './membership.ts'
import './scim-request.ts'
import './modify-directory.ts'
import './set-spend-limit.ts'
import './subscription.ts'
import './viewer.ts'

/** Every type, from the files that define them; printed to /schema.graphql. */
export const schema: GraphQLSchema = builder.toSchema()
