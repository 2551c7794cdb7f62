import pg from 'pg'
import { aUser } from './a-user.ts'

/** The limits: what a SCIM request comes down to, with nothing around it. Rows are as wide as the product's. */

const team = '01890000-0000-7000-8000-000000000001'
const group = '01890000-0000-7000-8000-000000000002'
export const lookupUserCount = 10_000

/** JSON as SQL: pgbench takes whatever follows a colon for a variable, also in quotes. */
export function literal(value: object): string {
  return `E'${JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`
}

const attributes = literal(aUser)
const userState = literal({
  user: {
    id: team,
    directoryId: team,
    externalId: '00u1234567bench',
    userName: 'ada.lovelace.1234567@bench.example',
    displayName: 'Ada Lovelace',
    email: 'ada.lovelace.1234567@bench.example',
    active: true,
    version: 1,
  },
})
const membersState = literal({
  group: { id: group, directoryId: team, externalId: null, displayName: 'Group of 100', memberCount: 101, version: 7 },
  addedUserIds: [team],
  removedUserIds: [],
  added: [{ id: team, userName: 'ada.lovelace.1234567@bench.example', displayName: 'Ada Lovelace' }],
  removed: [],
})

const schema = `
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid NOT NULL, user_name text NOT NULL, external_id text, active boolean NOT NULL, attributes jsonb NOT NULL,
  version int NOT NULL, created_at timestamptz NOT NULL, last_modified_at timestamptz NOT NULL);
CREATE UNIQUE INDEX ON users (team_id, lower(user_name));
CREATE INDEX ON users (team_id, external_id);
CREATE TABLE known_users (LIKE users INCLUDING ALL);
CREATE TABLE changes (team_id uuid NOT NULL, revision bigint NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL, kind text NOT NULL, data jsonb NOT NULL, PRIMARY KEY (team_id, revision));
CREATE TABLE team_heads (team_id uuid PRIMARY KEY, revision bigint NOT NULL) WITH (fillfactor = 10);
CREATE TABLE groups (id uuid PRIMARY KEY, display_name text NOT NULL, member_count int NOT NULL, version int NOT NULL, last_modified_at timestamptz NOT NULL) WITH (fillfactor = 80);
CREATE TABLE memberships (group_id uuid NOT NULL, user_id uuid NOT NULL, added_at timestamptz NOT NULL, PRIMARY KEY (group_id, user_id));
CREATE INDEX ON memberships (user_id, group_id);
CREATE SEQUENCE user_number;
-- Far from what the dense transaction counts, which starts at 1.
CREATE SEQUENCE revision START 1000000000;
INSERT INTO team_heads VALUES ('${team}', 0);
INSERT INTO groups VALUES ('${group}', 'Group of 100', 0, 1, now());
INSERT INTO known_users SELECT uuidv7(), '${team}', 'user.' || number || '@bench.example', '00u' || number, true, ${attributes}, 1, now(), now() FROM generate_series(1, ${lookupUserCount}) number;
`

const insertUser = `INSERT INTO users VALUES (uuidv7(), '${team}', 'user.' || nextval('user_number') || '@bench.example', '00u1234567bench', true, ${attributes}, 1, now(), now());`
const insertChange = (kind: string, data: string) =>
  `INSERT INTO changes VALUES ('${team}', nextval('revision'), uuidv7(), now(), '${kind}', ${data});`
const insertMembership = `INSERT INTO memberships VALUES ('${group}', uuidv7(), now());
UPDATE groups SET member_count = member_count + 1, version = version + 1, last_modified_at = now() WHERE id = '${group}';`

export const transactions = {
  /** A user and its change; the revision comes from a sequence. Four trips. */
  user: `BEGIN;\n${insertUser}\n${insertChange('UserCreated', userState)}\nCOMMIT;\n`,
  /** The same with the dense revision of one team, which makes its writers wait for each other. Four trips. */
  dense: `BEGIN;\n${insertUser}\nWITH head AS (UPDATE team_heads SET revision = revision + 1 WHERE team_id = '${team}' RETURNING revision) INSERT INTO changes SELECT '${team}', revision, uuidv7(), now(), 'UserCreated', ${userState} FROM head;\nCOMMIT;\n`,
  /** One of 10,000 users by name. */
  lookup: `\\set number random(1, ${lookupUserCount})\nSELECT id, attributes, version, created_at, last_modified_at FROM known_users WHERE team_id = '${team}' AND lower(user_name) = lower('user.' || :number || '@bench.example');\n`,
  /** A membership, its group's count, its change; the revision comes from a sequence. Five trips. */
  membership: `BEGIN;\n${insertMembership}\n${insertChange('MembershipChanged', membersState)}\nCOMMIT;\n`,
  /** The same with the dense revision of one team. Five trips. */
  denseMembership: `BEGIN;\n${insertMembership}\nWITH head AS (UPDATE team_heads SET revision = revision + 1 WHERE team_id = '${team}' RETURNING revision) INSERT INTO changes SELECT '${team}', revision, uuidv7(), now(), 'MembershipChanged', ${membersState} FROM head;\nCOMMIT;\n`,
} as const

/** Makes a database of the limits' own on the same server, and answers its URL. */
export async function createLimitDatabase(databaseUrl: string): Promise<string> {
  await query(databaseUrl, 'CREATE DATABASE bench')
  const url = new URL(databaseUrl)
  url.pathname = '/bench'
  await query(url.href, schema)
  await query(url.href, 'VACUUM ANALYZE')
  return url.href
}

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
