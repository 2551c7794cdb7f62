import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Encrypts what has to be readable again, such as the client secret that an identity provider issued. Everything else is kept as a hash (secret.ts). */
export type Sealer = {
  /** `boundTo`: the id of the row that it is kept in. Moved to another row it does not open. */
  seal(text: string, boundTo: string): Uint8Array<ArrayBuffer>
  /** Throws UnopenableSecret when none of the keys sealed it, or when it was changed or moved. */
  open(sealed: Uint8Array, boundTo: string): string
  /** Whether the key that encrypts now sealed it. */
  isCurrent(sealed: Uint8Array): boolean
}

export class UnopenableSecret extends Error {}

// A byte for the form, the key's id, the IV and the tag (NIST SP 800-38D §5.2.1: 96 and 128 bits), then the ciphertext.
const form = 1
const keyIdBytes = 8
const ivBytes = 12
const tagBytes = 16
const headBytes = 1 + keyIdBytes + ivBytes + tagBytes

/** AES-256-GCM. The first key encrypts, all of them decrypt: a new one is put before the old ones, which go when everything is sealed anew. */
export function createSealer(keys: readonly Buffer[]): Sealer {
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) throw new Error('sealing needs at least one key, each of 32 bytes')
  const byId = new Map(keys.map((key) => [keyId(key).toString('hex'), key]))
  const [current] = keys as [Buffer]
  const currentId = keyId(current)
  const keyIdOf = (sealed: Uint8Array): Buffer => Buffer.from(sealed.subarray(1, 1 + keyIdBytes))

  return {
    seal(text, boundTo) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(boundTo))
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([Buffer.of(form), currentId, iv, cipher.getAuthTag(), ciphertext]))
    },
    open(sealed, boundTo) {
      const key = sealed.length >= headBytes && sealed[0] === form ? byId.get(keyIdOf(sealed).toString('hex')) : undefined
      if (!key)
        throw new UnopenableSecret('it was encrypted with a key that is not in HEADCOUNT_ENCRYPTION_KEY. Add that key after the others')
      const iv = sealed.subarray(1 + keyIdBytes, 1 + keyIdBytes + ivBytes)
      const tag = sealed.subarray(headBytes - tagBytes, headBytes)
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(boundTo)).setAuthTag(tag)
      try {
        return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]).toString('utf8')
      } catch {
        throw new UnopenableSecret('what is kept is not what was encrypted. Set it again')
      }
    },
    isCurrent: (sealed) => keyIdOf(sealed).equals(currentId),
  }
}

// The key has 256 random bits, so its hash tells nothing of it.
function keyId(key: Buffer): Buffer {
  return createHash('sha256').update('headcount encryption key').update(key).digest().subarray(0, keyIdBytes)
}
