/** Where a message begins and ends in the log. Cursors are opaque: they can only be compared for equality. */
export type Span = { previousCursor: string; cursor: string }

/**
 * 'next': it continues exactly where the last one ended. 'repeated': what it tells was told already.
 * 'gap': something between is missing, or it is of another log.
 */
export type Verdict = 'next' | 'repeated' | 'gap'

export type MessageOrder = {
  /** Where the last message that was in order ended; undefined as long as nothing is known. */
  cursor(): string | undefined
  /** Only 'next' moves the cursor. */
  judge(span: Span): Verdict
}

const rememberedCursors = 256

/**
 * The proof that nothing is missing: each message must begin where the one before it ended. Without `after` the first message says
 * where it begins. A repetition is recognised among the last 256 messages; an older one looks like a gap, which costs a new
 * subscription and no correctness.
 */
export function createMessageOrder(after: string | undefined): MessageOrder {
  let cursor = after
  const passed: string[] = []

  return {
    cursor: () => cursor,
    judge(span) {
      if (cursor !== undefined && span.previousCursor !== cursor) {
        return span.cursor === cursor || passed.includes(span.cursor) ? 'repeated' : 'gap'
      }
      if (cursor !== undefined && span.cursor !== cursor) {
        passed.push(cursor)
        if (passed.length > rememberedCursors) passed.shift()
      }
      cursor = span.cursor
      return 'next'
    },
  }
}
