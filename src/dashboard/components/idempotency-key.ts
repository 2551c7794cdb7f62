/** A name for a request, so that the same one sent again after a lost answer is done once. Not crypto.randomUUID: that is there over HTTPS alone. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
