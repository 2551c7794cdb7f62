import type { Duplex } from 'node:stream'

/** What stands before the payload in each `next` message of a subscription, after the protocol's own form. */
export function openingOf(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`)
}

/**
 * Writes `opening` and `shared` as one unmasked, final text frame (RFC 6455 §5.2) in one system call, and answers its length in bytes. `shared` is
 * not copied: all sockets that it waits for hold the same bytes. Frames of the WebSocket itself go to the same stream at once too, so order holds.
 */
export function writeText(stream: Duplex, opening: Buffer, shared: Buffer): number {
  const length = opening.length + shared.length
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const beginning = Buffer.allocUnsafe(headerLength + opening.length)
  // FIN, opcode 1 (text).
  beginning[0] = 0x81
  if (headerLength === 2) beginning[1] = length
  else if (headerLength === 4) {
    beginning[1] = 126
    beginning.writeUInt16BE(length, 2)
  } else {
    beginning[1] = 127
    beginning.writeUInt32BE(Math.floor(length / 2 ** 32), 2)
    beginning.writeUInt32BE(length % 2 ** 32, 6)
  }
  opening.copy(beginning, headerLength)
  stream.cork()
  stream.write(beginning)
  stream.write(shared)
  stream.uncork()
  return headerLength + length
}
