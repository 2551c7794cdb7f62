import path from 'node:path'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** In the build a document that stands in a graphql() tag is the generated one, without the table of all texts that the tag looks it up in. */
function documentsByName(): Plugin {
  const tag = /\bgraphql\(`\s*(?:#[^\n]*\n\s*)*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`\)/g
  return {
    name: 'documents-by-name',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/dashboard\/.*\.tsx?$/.test(id) || /\/gql\//.test(id) || !code.includes('graphql(`')) return null
      const names = new Set<string>()
      const replaced = code.replace(tag, (_, kind: string, name: string) => {
        const exported = `${name}${kind === 'fragment' ? 'FragmentDoc' : 'Document'}`
        names.add(exported)
        return exported
      })
      if (/\bgraphql\(`/.test(replaced)) throw new Error(`${id} has a graphql() tag whose operation has no name`)
      const from = JSON.stringify(path.join(import.meta.dirname, 'gql/graphql.ts'))
      return {
        code: `import { ${[...names].join(', ')} } from ${from}\n${replaced.replace(/^import \{ graphql \} from .*$/m, '')}`,
        map: null,
      }
    },
  }
}

const server = process.env['HEADCOUNT_URL'] ?? 'http://127.0.0.1:4000'

/** `npm run dev:dashboard` serves the sources with hot reload, beside a running `npm start`. */
export default defineConfig({
  root: import.meta.dirname,
  // Of the component library's own texts only those of our languages.
  plugins: [documentsByName(), { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE', 'ko-KR'] }), enforce: 'pre' }, react()],
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
      ['/graphql', '/teams', '/sign-in', '/sign-out', '/sso'].map((at) => [
        at,
        { target: server, changeOrigin: true, ws: at === '/graphql' },
      ]),
    ),
  },
})
