// The rooms of src/ and who may import whom (docs/architecture.md). Imports run downward only; the doors never see each other.
const rooms = ['domain', 'scim/protocol', 'store', 'access', 'commands', 'realtime', 'scim', 'graphql', 'sso', 'client', 'dashboard']
const generated = '^src/generated/'

/** A room may import itself and these rooms, nothing else of ours. */
const mayImport = (room, ...others) => ({
  name: `${room} may import: ${others.join(', ') || 'only itself'}`,
  severity: 'error',
  from: { path: `^src/${room}/`, ...(room === 'scim' ? { pathNot: '^src/scim/protocol/' } : {}) },
  to: { path: '^src/', pathNot: [...[room, ...others].map((name) => `^src/${name}/`), generated] },
})

/** A package has one home. */
const onlyIn = (name, packages, ...places) => ({
  name: `${name} only in: ${places.join(', ')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: places },
  to: { path: packages },
})

module.exports = {
  forbidden: [
    mayImport('domain'),
    mayImport('scim/protocol'),
    mayImport('store', 'domain'),
    mayImport('access', 'store', 'domain'),
    mayImport('commands', 'store', 'domain'),
    mayImport('realtime', 'store', 'domain'),
    mayImport('scim', 'access', 'commands', 'store', 'domain'),
    mayImport('graphql', 'access', 'commands', 'realtime', 'store', 'domain'),
    mayImport('sso', 'access', 'commands', 'store', 'domain'),
    mayImport('client'),
    mayImport('dashboard', 'client'),
    {
      name: 'no room imports the app',
      severity: 'error',
      from: { path: rooms.map((room) => `^src/${room}/`) },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'no circles',
      severity: 'error',
      from: { pathNot: generated },
      to: { circular: true, pathNot: generated },
    },
    {
      name: 'domain and scim/protocol import no packages',
      severity: 'error',
      from: { path: '^src/(domain|scim/protocol)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      // A door that cannot get a transaction cannot write.
      name: 'only commands, store and app know the executor',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/commands/', '^src/store/', '^src/app\\.ts$'] },
      to: { path: '^src/store/transaction\\.ts$' },
    },
    {
      // Invariant 1: the identity provider is the only writer of the directory.
      name: 'only the SCIM door writes the directory',
      severity: 'error',
      from: { path: '^src/(graphql|sso|access|realtime|dashboard|client)/' },
      to: { path: '^src/commands/(directory-commands|(create|modify|delete)-(user|group)|create-linked-resources|change-members)\\.ts$' },
    },
    {
      name: 'the generated Prisma client only in: store, graphql/builder.ts',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/store/', '^src/graphql/builder\\.ts$', generated] },
      to: { path: '^src/generated/prisma/' },
    },
    onlyIn('@prisma', '^node_modules/@prisma/', '^src/store/', generated, '^src/graphql/builder\\.ts$'),
    onlyIn('@pothos', '^node_modules/@pothos/', '^src/graphql/', generated),
    onlyIn('graphql', '^node_modules/(graphql|graphql-yoga|graphql-ws|@graphql-yoga|@envelop)/', '^src/graphql/', '^src/client/'),
    onlyIn('ioredis', '^node_modules/ioredis/', '^src/realtime/redis-bus\\.ts$', '^src/access/rate-limit\\.ts$'),
    onlyIn('the OpenTelemetry SDK', '^node_modules/@opentelemetry/(?!api/)', '^src/tracing\\.ts$'),
    onlyIn('OpenID Connect', '^node_modules/(openid-client|oauth4webapi|jose|ipaddr\\.js)/', '^src/sso/'),
    onlyIn('rate-limiter-flexible', '^node_modules/rate-limiter-flexible/', '^src/access/rate-limit\\.ts$'),
    onlyIn(
      'fastify',
      '^node_modules/(fastify|@fastify)/',
      '^src/(scim|graphql|sso)/',
      '^src/(app|health|http-server|pages|request-trace|security-headers)\\.ts$',
    ),
    onlyIn('csv-stringify', '^node_modules/csv-stringify/', '^src/graphql/spend-report-export\\.ts$'),
    onlyIn('prom-client', '^node_modules/prom-client/', '^src/metrics\\.ts$'),
    onlyIn('pg', '^node_modules/pg/', '^src/store/', '^src/local-mode\\.ts$'),
    onlyIn('the command line and environment', '^node_modules/zod/', '^src/(config|local-mode)\\.ts$'),
    {
      name: 'src does not import tests or development dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^test/'], pathNot: [] },
    },
    {
      name: 'src does not need a development dependency',
      severity: 'error',
      from: { path: '^src/', pathNot: [generated, '^src/dashboard/'] },
      to: { dependencyTypes: ['npm-dev'] },
    },
    // A package of types alone has nothing to resolve to.
    {
      name: 'every import resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', generated] },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
