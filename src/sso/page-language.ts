export const languages = ['en', 'de', 'ko'] as const
export type Language = (typeof languages)[number]

/** Browsers send a handful; nobody needs more to be understood. */
const mostRanges = 20

/** The language that a browser likes best of those that we speak (RFC 9110 §12.5.4, RFC 4647 §3.4); English when it likes none of them. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? '').toLowerCase().split(',').slice(0, mostRanges).map(toRange)
  const best = wanted.filter(({ language, quality }) => language !== undefined && quality > 0).toSorted((a, b) => b.quality - a.quality)[0]
  return best?.language ?? 'en'
}

function toRange(text: string): { language: Language | undefined; quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
  const [primary] = tag.split('-', 1)
  return {
    language: languages.find((language) => language === primary),
    quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0,
  }
}
