import type { CodegenConfig } from '@graphql-codegen/cli'

const scalars = { DateTime: 'string', SafeInt: 'number', CurrencyCode: 'string', ChangeCursor: 'string' }
const shared = {
  useTypeImports: true,
  enumsAsTypes: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  strictScalars: true,
  scalars,
} as const

/** Types for the operations that stand in graphql() tags, from the committed schema: of the dashboard, and of the test client. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'src/dashboard/gql/': {
      documents: ['src/dashboard/**/*.{ts,tsx}', '!src/dashboard/gql/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { ...shared, documentMode: 'string', avoidOptionals: { field: true } },
    },
    'test/support/gql/': {
      documents: ['test/**/*.ts', '!test/support/gql/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { ...shared, avoidOptionals: { field: true } },
    },
  },
}

export default config
