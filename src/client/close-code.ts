/**
 * Codes after which coming again would only repeat the refusal. All others, known or not, are an interruption.
 * RFC 6455 §7.4.1 for 1xxx; graphql-transport-ws for 44xx and 4500. The graphql-ws client never comes again after these either; it
 * also gives up after 1011 and 1015 (a fault of the other side, a failed TLS handshake), which are tried again here.
 */
const finalCloseCodes: ReadonlySet<number> = new Set([1002, 1003, 1007, 1008, 1009, 1010, 4004, 4005, 4400, 4401, 4406, 4409, 4429, 4500])

/** Whether a socket that was closed with this code stays closed. */
export function isFinalCloseCode(code: number): boolean {
  return finalCloseCodes.has(code)
}
