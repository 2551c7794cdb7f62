/** A position in one team's change log: a revision and the id of the change that has it. */
export type Position = { revision: number; changeId: string }

/** The position as a ChangeCursor: opaque, URL-safe, of one length (24 bytes: revision, then UUID). */
export function encodeChangeCursor({ revision, changeId }: Position): string {
  const bytes = Buffer.alloc(24)
  bytes.writeBigUInt64BE(BigInt(revision))
  bytes.write(changeId.replaceAll('-', ''), 8, 'hex')
  return bytes.toString('base64url')
}

/** Undefined for text that encodeChangeCursor never made. */
export function decodeChangeCursor(text: string): Position | undefined {
  if (!/^[A-Za-z0-9_-]{32}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  const revision = bytes.readBigUInt64BE()
  if (revision > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
  const hex = bytes.toString('hex', 8)
  const changeId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return { revision: Number(revision), changeId }
}
