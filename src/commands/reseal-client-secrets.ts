import type { Database } from '../store/database.ts'
import type { Sealer } from '../store/sealed-secret.ts'
import { exchangeClientSecret, findClientSecrets } from '../store/sso-connection.ts'

/**
 * Seals with the first key what an older one has sealed, so that the older one can go. `unopenable`: connections whose secret no key opens; they
 * are left as they are. Beside the log: the secrets stay what they were.
 */
export async function resealClientSecrets(database: Database, sealer: Sealer): Promise<{ resealed: string[]; unopenable: string[] }> {
  const resealed: string[] = []
  const unopenable: string[] = []
  for (const { id, clientSecret } of await findClientSecrets(database)) {
    if (sealer.isCurrent(clientSecret)) continue
    let secret: string
    try {
      secret = sealer.open(clientSecret, id)
    } catch {
      unopenable.push(id)
      continue
    }
    if (await exchangeClientSecret(database, id, clientSecret, sealer.seal(secret, id))) resealed.push(id)
  }
  return { resealed, unopenable }
}
