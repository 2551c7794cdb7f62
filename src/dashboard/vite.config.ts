import path from 'node:path'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import compile from 'icu-minify/compile'
import { defineConfig, type Plugin } from 'vite'
import * as documents from './gql/graphql.ts'

/** In the build a document that stands in a graphql() tag is its text with all fragments: no page loads the documents of others. */
function documentsAsText(): Plugin {
  const tag = /\bgraphql\(`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`\)/g
  return {
    name: 'documents-as-text',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/dashboard\/.*\.tsx?$/.test(id) || /\/gql\//.test(id) || !code.includes('graphql(`')) return null
      const replaced = code.replace(tag, (_, kind: string, name: string) => {
        const document = (documents as Record<string, unknown>)[`${name}${kind === 'fragment' ? 'FragmentDoc' : 'Document'}`]
        if (document === undefined) throw new Error(`${id} has a document ${name} that is not generated: run npm run generate`)
        return JSON.stringify(String(document))
      })
      if (/\bgraphql\(`/.test(replaced)) throw new Error(`${id} has a graphql() tag whose operation has no name`)
      return { code: replaced.replace(/^import \{ graphql \} from .*$/m, ''), map: null }
    },
  }
}

/** In the build texts are parsed already (ICU messages), so that the browser needs no parser for them. */
function parsedMessages(): Plugin {
  type Texts = { [key: string]: string | Texts }
  const parsed = (texts: Texts): object =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? compile(text) : parsed(text)]))
  return {
    name: 'parsed-messages',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/dashboard\/messages\/\w+\/[\w-]+\.json$/.test(id)) return null
      return { code: JSON.stringify(parsed(JSON.parse(code) as Texts)), map: null }
    },
    config: () => ({ resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } } }),
  }
}

const server = process.env['HEADCOUNT_URL'] ?? 'http://127.0.0.1:4000'

/** `npm run dev:dashboard` serves the sources with hot reload, beside a running `npm start`. */
export default defineConfig({
  root: import.meta.dirname,
  // Of the component library's own texts only those of our languages.
  plugins: [
    documentsAsText(),
    parsedMessages(),
    { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE', 'ko-KR'] }), enforce: 'pre' },
    react(),
  ],
  build: {
    outDir: path.join(import.meta.dirname, '../../.build/dashboard'),
    emptyOutDir: true,
    // Nothing is inlined: the page's policy allows files of our own alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/graphql', '/teams', '/sign-in', '/sign-out', '/sso'].map((at) => [at, { target: server, ws: at === '/graphql' }]),
    ),
  },
})
