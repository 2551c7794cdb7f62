import path from 'node:path'
import { defineConfig } from 'prisma/config'

const here = import.meta.dirname

export default defineConfig({
  schema: path.join(here, 'schema.prisma'),
  migrations: { path: path.join(here, 'migrations') },
  // Commands that look at files only (validate, format, generate) also work without a database.
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
})
