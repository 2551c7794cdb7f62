import pg from 'pg'

/** Rows that were read (by a sequential or an index scan) or written, by table. */
export type TouchedRows = Record<string, number>

export type RowCounter = (act: () => Promise<unknown>) => Promise<TouchedRows>

/**
 * Counts the rows that this process's statements touch while something is done, as PostgreSQL itself counts them. To be made before
 * the first connection is opened: each connection keeps its counts to itself for a while, and has to be asked for them.
 */
export function createRowCounter(databaseUrl: () => string): RowCounter {
  const clients = new Set<pg.Client>()
  const query = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    clients.add(this)
    return Reflect.apply(query, this, args)
  } as typeof query

  const publish = async (): Promise<void> => {
    for (const client of clients) {
      try {
        await client.query('SELECT pg_stat_force_next_flush()')
      } catch {
        // A connection that was closed has told its counts.
        clients.delete(client)
      }
    }
  }
  return async (act) => {
    const reader = new pg.Client({ connectionString: databaseUrl() })
    await reader.connect()
    clients.delete(reader)
    try {
      const before = await read(reader, publish)
      await act()
      const after = await read(reader, publish)
      return Object.fromEntries(Object.keys(after).map((table) => [table, after[table]! - (before[table] ?? 0)]))
    } finally {
      await reader.end()
      clients.delete(reader)
    }
  }
}

async function read(reader: pg.Client, publish: () => Promise<void>): Promise<TouchedRows> {
  await publish()
  // Entries of an index count too: an index-only scan fetches no row.
  const { rows } = await reader.query<{ name: string; touched: string }>(`
    SELECT relname AS name, coalesce(seq_tup_read, 0) + n_tup_ins + n_tup_upd + n_tup_del
      + (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes i WHERE i.relid = t.relid) AS touched
    FROM pg_stat_user_tables t`)
  return Object.fromEntries(rows.map(({ name, touched }) => [name, Number(touched)]))
}
