const most = 10
const highest = 1000

/** Percents of a limit as somebody types them: whole numbers with commas or spaces in between. None is fine; undefined is what is no such list. */
export function percentsIn(text: string): number[] | undefined {
  // Before the sign there may be a space, as in German.
  const parts = text
    .replaceAll(/\s+%/g, '%')
    .split(/[\s,;、]+/)
    .filter((part) => part !== '')
  const percents = parts.map((part) => (/^\d{1,4}%?$/.test(part) ? Number.parseInt(part, 10) : Number.NaN))
  const isValid =
    percents.length <= most && new Set(percents).size === percents.length && percents.every((one) => one >= 1 && one <= highest)
  return isValid ? percents.toSorted((a, b) => a - b) : undefined
}
