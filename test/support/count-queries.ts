import pg from 'pg'

/** The statements that this process sends to PostgreSQL while `act` runs, without those that match `ignored`. */
export async function statementsOf(
  act: () => Promise<unknown>,
  ignored = /api_keys|team_heads.+IN \(|(INTO|DELETE FROM) scim_requests|^(BEGIN|COMMIT|ROLLBACK|SET)/i,
): Promise<string[]> {
  const statements: string[] = []
  const query = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args
    const text = typeof first === 'string' ? first : (first as { text?: string }).text
    if (text !== undefined && !ignored.test(text)) statements.push(text)
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await act()
  } finally {
    pg.Client.prototype.query = query
  }
  return statements
}
