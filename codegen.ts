import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types for the operations that stand in graphql() tags, from the committed schema. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'test/support/gql/': {
      documents: ['test/**/*.ts', '!test/support/gql/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        strictScalars: true,
        scalars: { DateTime: 'string', SafeInt: 'number', CurrencyCode: 'string', ChangeCursor: 'string' },
        avoidOptionals: { field: true },
      },
    },
  },
}

export default config
