/** A whole number from 1 as people write it, with or without separators of thousands; NaN of anything else. */
export function wholeNumberIn(text: string): number {
  const isNumber = /^(\d+|\d{1,3}(?:[.,'’\s]\d{3})+)$/.test(text.trim())
  const number = isNumber ? Number(text.replaceAll(/\D/g, '')) : Number.NaN
  return number >= 1 && number <= 1_000_000_000 ? number : Number.NaN
}
