import type { CodegenConfig } from '@graphql-codegen/cli'
import { printSchema } from 'graphql'
import { schema } from './src/graph/schema.ts'

/** Prints the client contract from the code, and makes typed documents of the operations in `test/operations`. */
const config: CodegenConfig = {
  schema: printSchema(schema),
  documents: 'test/operations/*.graphql',
  importExtension: '.ts',
  generates: {
    'schema/schema.graphql': { plugins: ['schema-ast'], config: { sort: true } },
    'test/gen/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, skipIndexFile: true, persistedDocuments: true },
      config: {
        documentMode: 'string', // what a client sends, without a parser in it
        useTypeImports: true,
        immutableTypes: true,
        scalars: {
          DateTime: 'string',
          JSONObject: '{ readonly [key: string]: unknown }',
          ID: { input: 'string', output: 'string' },
        },
      },
    },
  },
}

export default config
