/**
 * Where to go after signing in: a path of ours, as it was asked for; anything else leads to the start page. What a browser would read as another
 * host is no path: `//host`, `/\host`, and either of them after tabs, dots or encodings (WHATWG URL §4.4).
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 2_000 || !/^\/(?!\/)[\x21-\x7e]*$/.test(asked) || asked.includes('\\')) return '/'
  const own = 'https://headcount.invalid'
  if (!URL.canParse(asked, own)) return '/'
  const url = new URL(asked, own)
  return url.origin === own && !url.pathname.startsWith('//') ? asked : '/'
}
