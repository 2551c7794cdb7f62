import { createHash, randomBytes } from 'node:crypto'

const prefixes = {
  directoryToken: 'hc_scim_',
  apiKey: 'hc_key_',
  platformKey: 'hc_platform_',
  signInCode: 'hc_code_',
  session: 'hc_session_',
  clientSecret: 'hc_client_',
} as const

/** A new bearer secret of 256 random bits, shown once; what is kept is its hash. The prefix lets scanners find a leaked one. */
export function newSecret(kind: keyof typeof prefixes): { secret: string; hash: Buffer<ArrayBuffer> } {
  const secret = prefixes[kind] + randomBytes(32).toString('base64url')
  return { secret, hash: hashSecret(secret) }
}

const marked = new RegExp(`(${Object.values(prefixes).join('|')})[\\w-]+`, 'g')

/** For logs: a secret that somebody put where none belongs, such as into a path, is not read there. */
export function withoutSecrets(text: string): string {
  return text.replace(marked, '$1…')
}

// A plain SHA-256 is enough: the secret has 256 random bits, so there is nothing to guess (unlike a password).
export function hashSecret(secret: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHash('sha256').update(secret).digest())
}
