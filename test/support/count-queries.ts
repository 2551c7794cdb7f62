import pg from 'pg'

/** `text` undefined: nothing that says itself in SQL. */
export type SentStatement = { text: string | undefined; values: unknown[] }

// A node looks for overrides that have expired once a second, whatever is asked of it.
const ofTheSweeper = /FROM spend_limits WHERE is_set AND expires_at <= now\(\)/

/** Everything that this process sends to PostgreSQL while `act` runs, but for what it does by the clock. */
export async function sentStatements(act: () => Promise<unknown>): Promise<SentStatement[]> {
  const statements: SentStatement[] = []
  const query = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args
    const { text, values = [] } = (typeof first === 'string' ? { text: first } : first) as Partial<SentStatement>
    if (!ofTheSweeper.test(text ?? '')) statements.push({ text, values })
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await act()
  } finally {
    pg.Client.prototype.query = query
  }
  return statements
}

/** The statements that this process sends to PostgreSQL while `act` runs, without those that match `ignored`. */
export async function statementsOf(
  act: () => Promise<unknown>,
  ignored = /api_keys|team_heads.+IN \(|(INTO|DELETE FROM) scim_requests|^(BEGIN|COMMIT|ROLLBACK|SET)/i,
): Promise<string[]> {
  const sent = await sentStatements(act)
  return sent.flatMap(({ text }) => (text !== undefined && !ignored.test(text) ? text : []))
}
