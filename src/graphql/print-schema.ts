import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from './schema.ts'

/** The committed schema: its diff is the API's diff. */
export const schemaFile = path.join(import.meta.dirname, '../../schema.graphql')

export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}

// `--check` fails when the file is not what would be written.
if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--check')) {
    if ((await readFile(schemaFile, 'utf8').catch(() => '')) !== printedSchema()) {
      process.stderr.write('schema.graphql is not what the code says. Run: node src/graphql/print-schema.ts\n')
      process.exitCode = 1
    }
  } else await writeFile(schemaFile, printedSchema())
}
