import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startOpenidProvider, type Account } from '../support/openid-provider.ts'

const usage = `An identity provider on this machine, to walk the set-up of single sign-on: npm run dev:idp -- [options]

  --port <number>      where it listens on 127.0.0.1 (4001)
  --headcount <url>    where Headcount is (http://127.0.0.1:4000)
  --data <folder>      Headcount's data directory, for the keys and ids of the demonstration team (.headcount)

Everything is in memory: a restart signs everybody out. For development only: it asks for no password.`

const people: (Account & { who: string })[] = [
  person('ada', 'admin@acme.example', 'Ada Lovelace, an administrator'),
  person('bob', 'bob@acme.example', 'Bob, a member when the directory has bob@acme.example'),
  person('eve', 'eve@elsewhere.example', 'Eve, a stranger'),
]

function person(sub: string, email: string, who: string): Account & { who: string } {
  return { sub, email, who, claims: { preferred_username: email, name: who.split(',')[0] } }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4001' },
      headcount: { type: 'string', default: 'http://127.0.0.1:4000' },
      data: { type: 'string', default: '.headcount' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)
  const headcount = values.headcount.replace(/\/+$/, '')
  const provider = await startOpenidProvider({
    port: portOf(values.port),
    redirectUris: [`${headcount}/sso/callback`],
    accounts: people,
    clientId: 'headcount-dev',
    // The same at each start, so that a connection that was set up goes on working.
    clientSecret: 'only-for-development-on-loopback',
    renderLogin,
  })
  console.log(await nextSteps(provider, headcount, values.data))
}

function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port is ${text}; it must be a number from 0 to 65535.`)
  return port
}

function renderLogin(uid: string): string {
  const buttons = people.map(({ sub, email, who }) => `<p><button name="sub" value="${sub}">${email}</button> ${who}</p>`)
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Development sign-in</title>
<body style="font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem"><h1>Who are you?</h1>
<form method="post" action="/interaction/${uid}">${buttons.join('\n')}
<p><button name="sub" value="">Cancel</button> go back without signing in</p></form></body></html>`
}

async function nextSteps(
  { issuer, clientId, clientSecret }: { issuer: string; clientId: string; clientSecret: string },
  headcount: string,
  dataDirectory: string,
): Promise<string> {
  const { platformKey, teamId } = await readLocalFile(dataDirectory)
  const input = JSON.stringify({ teamId, issuer, clientId, clientSecret, userMatching: 'USER_NAME' })
  const query =
    'mutation SetUp($input: SetUpSsoInput!) { setUpSso(input: $input) { __typename ... on Error { message } ... on SetUpSsoSuccess { ssoConnection { state stateReason signInUrl } } } }'
  return `
A development identity provider runs. Stop it with Ctrl+C.

  Issuer         ${issuer}
  Client id      ${clientId}
  Client secret  ${clientSecret}
  People         ${people.map(({ email }) => email).join(', ')}

1. Set single sign-on of the team up, with the platform key of ${join(dataDirectory, 'local.json')}:

  curl -s ${headcount}/graphql -H 'Authorization: Bearer ${platformKey}' -H 'Content-Type: application/json' \\
    -d '${JSON.stringify({ query, variables: { input: JSON.parse(input) as unknown } })}'

   The connection is PENDING then.

2. Sign in as admin@acme.example, who is in the team's list of administrators: the connection becomes ACTIVE.

  ${headcount}/sign-in/${teamId}
`
}

/** What Headcount wrote at its start, or the words to put in place of it. */
async function readLocalFile(dataDirectory: string): Promise<{ platformKey: string; teamId: string }> {
  try {
    const file = JSON.parse(await readFile(join(dataDirectory, 'local.json'), 'utf8')) as { platformKey: string; teamId: string }
    return { platformKey: file.platformKey, teamId: file.teamId }
  } catch {
    return { platformKey: 'PLATFORM_KEY', teamId: 'TEAM_ID' }
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
