import { isIPv4, isIPv6 } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

/** Everything that can be set, once parsed. README.md lists the variables. */
export type Config = {
  isProduction: boolean
  host: string
  port: number
  /** Whether `host` is loopback: only then is there a demonstration team. */
  isLoopback: boolean
  publicUrl: string | undefined
  dataDirectory: string
  databaseUrl: string | undefined
  databasePoolSize: number
  databaseStatementTimeoutSeconds: number
  migratesOnStart: boolean
  /** Of one server; of a cluster it may name several nodes, separated by commas. */
  redisUrl: string | undefined
  isRedisCluster: boolean
  redisPrefix: string
  platformKey: string | undefined
  /** The first encrypts; all of them decrypt. Empty only outside production: then a key is made and kept with the data. */
  encryptionKeys: Buffer[]
  sessionIdleMinutes: number
  sessionHours: number
  ssoFailuresUntilInactive: number
  ssoFailureIntervalSeconds: number
  /** Hosts of issuers that may have a private address. Outside production on loopback every host may. */
  privateIssuerHosts: string[]
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[]
  graphqlRequestsPerSecond: number
  /** A file of documents; with it no other is executed. */
  trustedDocumentsFile: string | undefined
  logLevel: (typeof logLevels)[number]
  allowedOrigins: string[]
  scimBodyLimitBytes: number
  groupAnswerMemberLimit: number
  scimRequestsPerSecond: number
  scimRequestLogDays: number
  scimRequestLogEntries: number
  changeLogDays: number
  changeLogEntries: number
  changeLogPruneSeconds: number
  metricsToken: string | undefined
  connectionsPerTeam: number
  connectionBufferBytes: number
  recentChangesPerTeam: number
  shutdownSeconds: number
  /** Undefined: nothing is traced. Where traces go is read by the exporter itself, like all of OTEL_EXPORTER_OTLP_*. */
  traces: TracesConfig | undefined
}

export type TracesConfig = {
  sampler: (typeof traceSamplers)[number]
  /** The share of traces from 0 to 1, for the samplers by ratio. */
  samplerRatio: number
}

// OpenTelemetry, "General SDK Configuration": the samplers that need nothing but this process.
const traceSamplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= from && value <= to)
const url = (...protocols: string[]) => z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol))
// RFC 6750 §2.1.
const bearerSecret = z.string().regex(/^[A-Za-z0-9\-._~+/]{24,512}=*$/)

const commaSeparated = (value: string): string[] =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

type Variable = { schema: z.ZodType; expected: string; isSecret?: boolean }

const variables = {
  NODE_ENV: { schema: z.enum(['production', 'development', 'test']).default('development'), expected: 'production, development or test' },
  HOST: {
    schema: z
      .string()
      .refine((value) => value === 'localhost' || isIPv4(value) || isIPv6(value))
      .default('127.0.0.1'),
    expected: 'an IP address or localhost',
  },
  PORT: { schema: wholeNumber(0, 65_535).default(4000), expected: 'a port from 0 (any free one) to 65535' },
  PUBLIC_URL: { schema: url('http:', 'https:').optional(), expected: 'the http(s) URL under which clients reach Headcount' },
  HEADCOUNT_DATA_DIR: { schema: z.string().min(1).default('.headcount'), expected: 'a folder' },
  DATABASE_URL: {
    schema: url('postgres:', 'postgresql:').optional(),
    expected: 'a URL such as postgresql://user:password@host:5432/headcount',
    isSecret: true,
  },
  DATABASE_POOL_SIZE: { schema: wholeNumber(3, 200).default(10), expected: 'a number of connections from 3 to 200' },
  DATABASE_STATEMENT_TIMEOUT_SECONDS: { schema: wholeNumber(1, 600).default(30), expected: 'seconds from 1 to 600' },
  MIGRATE_ON_START: { schema: z.enum(['true', 'false']).default('true'), expected: 'true or false' },
  REDIS_URL: {
    schema: z
      .string()
      .refine((value) => value.split(',').every((node) => url('redis:', 'rediss:').safeParse(node).success))
      .optional(),
    expected: 'a URL such as redis://host:6379, or with REDIS_CLUSTER several of them, separated by commas',
    isSecret: true,
  },
  REDIS_CLUSTER: { schema: z.enum(['true', 'false']).default('false'), expected: 'true or false' },
  REDIS_PREFIX: {
    schema: z
      .string()
      .regex(/^[\w:.-]{0,64}$/)
      .default('headcount:'),
    expected: 'up to 64 letters, digits and : . _ -',
  },
  HEADCOUNT_PLATFORM_KEY: {
    schema: bearerSecret.optional(),
    expected: 'a secret of 24 to 512 characters that a Bearer header can carry',
    isSecret: true,
  },
  HEADCOUNT_ENCRYPTION_KEY: {
    schema: z
      .string()
      .transform(commaSeparated)
      .refine((keys) => keys.every((key) => /^[A-Za-z0-9+/_-]{43}=?$/.test(key)))
      .optional(),
    expected: '32 random bytes in base64, as `openssl rand -base64 32` prints them; for a rotation the new one, a comma, and the old ones',
    isSecret: true,
  },
  SESSION_IDLE_MINUTES: { schema: wholeNumber(1, 43_200).default(480), expected: 'minutes from 1 to 43200' },
  SESSION_HOURS: { schema: wholeNumber(1, 720).default(12), expected: 'hours from 1 to 720' },
  SSO_FAILURES_UNTIL_INACTIVE: { schema: wholeNumber(1, 1_000).default(10), expected: 'a number of failures from 1 to 1000' },
  SSO_FAILURE_INTERVAL_SECONDS: { schema: wholeNumber(0, 3_600).default(60), expected: 'seconds from 0 to 3600' },
  PRIVATE_ISSUER_HOSTS: {
    schema: z
      .string()
      .default('')
      .transform(commaSeparated)
      .refine((hosts) => hosts.every((host) => /^[\w.:[\]-]+$/.test(host))),
    expected: 'host names such as login.corp.example, separated by commas',
  },
  TRUSTED_PROXIES: {
    schema: z
      .string()
      .default('')
      .transform(commaSeparated)
      .refine((proxies) => proxies.every((proxy) => /^[\da-fA-F.:]+(\/\d{1,3})?$/.test(proxy))),
    expected: 'addresses or networks such as 10.0.0.0/8, separated by commas',
  },
  GRAPHQL_REQUESTS_PER_SECOND: { schema: wholeNumber(1, 1_000_000).default(1_000), expected: 'a number of requests from 1 to 1000000' },
  TRUSTED_DOCUMENTS_FILE: { schema: z.string().min(1).optional(), expected: 'a JSON file of documents by their SHA-256' },
  LOG_LEVEL: { schema: z.enum(logLevels).default('info'), expected: logLevels.join(', ') },
  ALLOWED_ORIGINS: {
    schema: z
      .string()
      .default('')
      .transform((value) => commaSeparated(value))
      .refine((origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)),
    expected: 'origins such as https://app.example.com, separated by commas',
  },
  SCIM_BODY_LIMIT_BYTES: {
    schema: wholeNumber(65_536, 104_857_600).default(8_388_608),
    expected: 'a number of bytes from 65536 to 104857600',
  },
  GROUP_ANSWER_MEMBER_LIMIT: { schema: wholeNumber(0, 100_000).default(200), expected: 'a number of members from 0 to 100000' },
  SCIM_REQUESTS_PER_SECOND: { schema: wholeNumber(1, 1_000_000).default(6_000), expected: 'a number of requests from 1 to 1000000' },
  SCIM_REQUEST_LOG_DAYS: { schema: wholeNumber(1, 365).default(7), expected: 'a number of days from 1 to 365' },
  SCIM_REQUEST_LOG_ENTRIES: { schema: wholeNumber(100, 1_000_000).default(10_000), expected: 'a number of entries from 100 to 1000000' },
  CHANGE_LOG_DAYS: { schema: wholeNumber(1, 36_500).default(365), expected: 'a number of days from 1 to 36500' },
  CHANGE_LOG_ENTRIES: {
    schema: wholeNumber(1_000, 1_000_000_000).default(1_000_000),
    expected: 'a number of changes from 1000 to 1000000000',
  },
  CHANGE_LOG_PRUNE_SECONDS: { schema: wholeNumber(1, 86_400).default(600), expected: 'seconds from 1 to 86400' },
  METRICS_TOKEN: {
    schema: bearerSecret.optional(),
    expected: 'a secret of 24 to 512 characters that a Bearer header can carry',
    isSecret: true,
  },
  CONNECTIONS_PER_TEAM: { schema: wholeNumber(1, 1_000_000).default(20_000), expected: 'a number of connections from 1 to 1000000' },
  CONNECTION_BUFFER_BYTES: {
    schema: wholeNumber(65_536, 67_108_864).default(1_048_576),
    expected: 'a number of bytes from 65536 to 67108864',
  },
  RECENT_CHANGES_PER_TEAM: { schema: wholeNumber(1, 1_000_000).default(1_000), expected: 'a number of changes from 1 to 1000000' },
  OTEL_EXPORTER_OTLP_ENDPOINT: { schema: url('http:', 'https:').optional(), expected: 'the http(s) URL of a collector' },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: { schema: url('http:', 'https:').optional(), expected: 'the http(s) URL that takes traces' },
  OTEL_TRACES_SAMPLER: { schema: z.enum(traceSamplers).default('parentbased_always_on'), expected: traceSamplers.join(', ') },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: z
      .string()
      .regex(/^(0|1|0?\.\d+|1\.0+)$/)
      .default('1')
      .transform(Number),
    expected: 'a share from 0 to 1',
  },
  SHUTDOWN_SECONDS: { schema: wholeNumber(1, 300).default(10), expected: 'seconds from 1 to 300' },
} satisfies Record<string, Variable>

export class ConfigError extends Error {}

/** Parses the environment; throws one ConfigError that names every wrong variable, what was seen and what is expected. */
export function parseConfig(environment: NodeJS.ProcessEnv): Config {
  const problems: string[] = []
  const read = <Name extends keyof typeof variables>(name: Name): z.output<(typeof variables)[Name]['schema']> => {
    const { schema, expected, isSecret = false }: Variable = variables[name]
    // An empty variable is an unset one: compose files and shells cannot say it otherwise.
    const seen = environment[name] === '' ? undefined : environment[name]
    const result = schema.safeParse(seen)
    if (!result.success) problems.push(`${name} is ${isSecret ? 'set to something else' : JSON.stringify(seen)}; expected ${expected}.`)
    return result.data as z.output<(typeof variables)[Name]['schema']>
  }
  const host = read('HOST')
  const tracesEndpoint = read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? read('OTEL_EXPORTER_OTLP_ENDPOINT')
  const traces = { sampler: read('OTEL_TRACES_SAMPLER'), samplerRatio: read('OTEL_TRACES_SAMPLER_ARG') }
  const config: Config = {
    isProduction: read('NODE_ENV') === 'production',
    host,
    port: read('PORT'),
    isLoopback: host === 'localhost' || host === '::1' || Boolean(host?.startsWith('127.')),
    publicUrl: read('PUBLIC_URL')?.replace(/\/+$/, ''),
    dataDirectory: resolve(read('HEADCOUNT_DATA_DIR') ?? ''),
    databaseUrl: read('DATABASE_URL'),
    databasePoolSize: read('DATABASE_POOL_SIZE'),
    databaseStatementTimeoutSeconds: read('DATABASE_STATEMENT_TIMEOUT_SECONDS'),
    migratesOnStart: read('MIGRATE_ON_START') === 'true',
    redisUrl: read('REDIS_URL'),
    isRedisCluster: read('REDIS_CLUSTER') === 'true',
    redisPrefix: read('REDIS_PREFIX'),
    platformKey: read('HEADCOUNT_PLATFORM_KEY'),
    encryptionKeys: read('HEADCOUNT_ENCRYPTION_KEY')?.map((key) => Buffer.from(key, 'base64')) ?? [],
    sessionIdleMinutes: read('SESSION_IDLE_MINUTES'),
    sessionHours: read('SESSION_HOURS'),
    ssoFailuresUntilInactive: read('SSO_FAILURES_UNTIL_INACTIVE'),
    ssoFailureIntervalSeconds: read('SSO_FAILURE_INTERVAL_SECONDS'),
    privateIssuerHosts: read('PRIVATE_ISSUER_HOSTS'),
    trustedProxies: read('TRUSTED_PROXIES'),
    graphqlRequestsPerSecond: read('GRAPHQL_REQUESTS_PER_SECOND'),
    trustedDocumentsFile: read('TRUSTED_DOCUMENTS_FILE'),
    logLevel: read('LOG_LEVEL'),
    allowedOrigins: read('ALLOWED_ORIGINS'),
    scimBodyLimitBytes: read('SCIM_BODY_LIMIT_BYTES'),
    groupAnswerMemberLimit: read('GROUP_ANSWER_MEMBER_LIMIT'),
    scimRequestsPerSecond: read('SCIM_REQUESTS_PER_SECOND'),
    scimRequestLogDays: read('SCIM_REQUEST_LOG_DAYS'),
    scimRequestLogEntries: read('SCIM_REQUEST_LOG_ENTRIES'),
    changeLogDays: read('CHANGE_LOG_DAYS'),
    changeLogEntries: read('CHANGE_LOG_ENTRIES'),
    changeLogPruneSeconds: read('CHANGE_LOG_PRUNE_SECONDS'),
    metricsToken: read('METRICS_TOKEN'),
    connectionsPerTeam: read('CONNECTIONS_PER_TEAM'),
    connectionBufferBytes: read('CONNECTION_BUFFER_BYTES'),
    recentChangesPerTeam: read('RECENT_CHANGES_PER_TEAM'),
    shutdownSeconds: read('SHUTDOWN_SECONDS'),
    traces: tracesEndpoint === undefined ? undefined : traces,
  }
  if (config.isProduction) {
    for (const name of ['DATABASE_URL', 'HEADCOUNT_ENCRYPTION_KEY'] as const) {
      if (!environment[name]) problems.push(`${name} is not set; production needs it: ${variables[name].expected}.`)
    }
  }
  if (config.redisUrl?.includes(',') && !config.isRedisCluster) {
    problems.push('REDIS_URL names several nodes; only a Redis Cluster has several: set REDIS_CLUSTER to true, or name one server.')
  }
  if (config.isRedisCluster && !environment['REDIS_URL']) {
    problems.push('REDIS_CLUSTER is true and REDIS_URL is not set; name one or more nodes of the cluster, such as redis://host:6379.')
  }
  if (problems.length > 0) throw new ConfigError(`The configuration is wrong.\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  return config
}
