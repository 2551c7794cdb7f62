/** A token or an OAuth client, as a list shows it. */
export type Credential = {
  id: string
  label: string
  createdAt: string
  lastUsedAt: string | null
  expiresAt: string | null
  revokedAt: string | null
}

export type CredentialState = 'valid' | 'expired' | 'revoked'

export function stateOf({ expiresAt, revokedAt }: Credential, now: number): CredentialState {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'valid'
}

/** Those that let somebody in. */
export function validOf<Kind extends Credential>(credentials: readonly Kind[], now: number): Kind[] {
  return credentials.filter((credential) => stateOf(credential, now) === 'valid')
}

/** How far a rotation is, told by the valid tokens: the newest one takes over from those before it. */
type Rotation = { step: 'issue' } | { step: 'wait'; newest: Credential } | { step: 'revoke'; newest: Credential; old: Credential }

export function rotationOf(tokens: readonly Credential[], now: number): Rotation {
  const [newest, old] = validOf(tokens, now).toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  if (!newest || !old) return { step: 'issue' }
  return newest.lastUsedAt === null ? { step: 'wait', newest } : { step: 'revoke', newest, old }
}

export const lifetimes = ['never', '90', '180', '365'] as const
export type Lifetime = (typeof lifetimes)[number]

/** When something ends that is issued now and lives so many days; null when it does not end. */
export function expiryOf(lifetime: Lifetime, now: number): string | null {
  return lifetime === 'never' ? null : new Date(now + Number(lifetime) * 86_400_000).toISOString()
}
