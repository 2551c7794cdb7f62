import type { Adapter, AdapterPayload } from 'oidc-provider'

type Kept = { payload: AdapterPayload; until: number }

/** What one provider remembers, in memory: nothing of it outlives the provider or is seen by another one. */
export function createOpenidStorage(): (model: string) => Adapter {
  const kept = new Map<string, Kept>()
  return (model) => {
    const key = (id: string): string => `${model}:${id}`
    const find = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      for (const [name, { payload, until }] of kept)
        if (name.startsWith(`${model}:`) && until > Date.now() && matches(payload)) return payload
      return undefined
    }
    return {
      async upsert(id, payload, expiresIn) {
        kept.set(key(id), { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Infinity })
      },
      async find(id) {
        const found = kept.get(key(id))
        return found && found.until > Date.now() ? found.payload : undefined
      },
      findByUid: async (uid) => find((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => find((payload) => payload.userCode === userCode),
      async consume(id) {
        const found = kept.get(key(id))
        if (found) found.payload.consumed = Math.floor(Date.now() / 1000)
      },
      destroy: async (id) => void kept.delete(key(id)),
      async revokeByGrantId(grantId) {
        for (const [name, { payload }] of kept) if (payload.grantId === grantId) kept.delete(name)
      },
    }
  }
}
