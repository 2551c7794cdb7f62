/** One whole reply of a Redis server, RESP2 or RESP3, and whether it is a message of a channel. */
export type Reply = { bytes: Buffer; isMessage: boolean }

const ended = -1

/** Cuts a stream into replies; what is not whole yet is kept for the next chunk. */
export function replySplitter(): (chunk: Buffer) => Reply[] {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const replies: Reply[] = []
    let from = 0
    for (let to = endOfReply(rest, from); to !== ended; to = endOfReply(rest, from)) {
      const bytes = rest.subarray(from, to)
      replies.push({ bytes, isMessage: isMessage(bytes) })
      from = to
    }
    rest = rest.subarray(from)
    return replies
  }
}

/** Where the reply that begins at `from` ends, or -1 when the buffer ends before it does. */
function endOfReply(buffer: Buffer, from: number): number {
  const line = buffer.indexOf('\r\n', from)
  if (line === -1) return ended
  const next = line + 2
  const size = Number(buffer.toString('latin1', from + 1, line))
  switch (String.fromCharCode(buffer[from]!)) {
    case '$':
    case '=':
    case '!': {
      if (size < 0) return next
      const end = next + size + 2
      return end <= buffer.length ? end : ended
    }
    case '*':
    case '~':
    case '>':
      return endOfReplies(buffer, next, size)
    case '%':
      return endOfReplies(buffer, next, size * 2)
    default:
      return next
  }
}

function endOfReplies(buffer: Buffer, from: number, count: number): number {
  let at = from
  for (let index = 0; index < count && at !== ended; index++) at = endOfReply(buffer, at)
  return at
}

// A push of RESP3, or an array of RESP2, whose first element says what it is.
function isMessage(bytes: Buffer): boolean {
  return /^[*>]3\r\n\$\d\r\ns?message\r\n/.test(bytes.toString('latin1', 0, 24))
}
