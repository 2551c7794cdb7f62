const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)?$/i

/**
 * Nanoseconds since 1970 of a dateTime (RFC 7643 §2.3.5), or undefined when the text is none. Entra writes seven fractional
 * digits, more than a Date keeps. Without an offset the time is UTC.
 */
export function parseDateTime(text: string): bigint | undefined {
  const parts = dateTime.exec(text)
  if (parts === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', offset = 'Z'] = parts
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  date.setUTCHours(Number(hour), Number(minute), Number(second))
  // A field out of range rolls over into the next one.
  const isReal = date.getUTCDate() === Number(day) && date.getUTCHours() === Number(hour) && date.getUTCSeconds() === Number(second)
  // RFC 3339 §5.6: an offset has hours to 23 and minutes to 59.
  if (!isReal || month === '00' || Number(month) > 12 || !/^(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i.test(offset)) return undefined
  const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, '0'))
  return BigInt(date.getTime() - offsetMilliseconds(offset)) * 1_000_000n + nanoseconds
}

function offsetMilliseconds(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}
