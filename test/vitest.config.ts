import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The processes of all test files, and the servers that they start, compile the same files.
process.env['NODE_COMPILE_CACHE'] ??= path.join(tmpdir(), 'headcount-compile-cache')

// The CI script reads its counts from this file.
const jsonReport = process.env['VITEST_JSON']

export default defineConfig({
  // As Node itself resolves it: otherwise our code gets the CommonJS copy of graphql, and the packages that it works with the other one.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    root: path.join(import.meta.dirname, '..'),
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: jsonReport === undefined ? ['default'] : ['default', ['json', { outputFile: jsonReport }]],
  },
})
