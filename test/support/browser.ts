/** A browser without a screen: it keeps cookies by host and port, and goes where it is sent. */
export type Browser = {
  /** One request, with the cookies of that host; no redirect is followed. */
  request(
    url: string,
    options?: { method?: string; headers?: Record<string, string>; form?: Record<string, string>; body?: string },
  ): Promise<Visit>
  /** Follows redirects until a page, or until the next address is not to be visited any more. */
  open(url: string, until?: (url: string) => boolean): Promise<Visit>
  /** Goes on after a POST of a form, from its own page. */
  submit(url: string, form: Record<string, string>, until?: (url: string) => boolean): Promise<Visit>
  cookie(url: string, name: string): string | undefined
  setCookie(url: string, name: string, value: string): void
}

/** `location`: where the answer sends the browser, in full. */
export type Visit = { url: string; status: number; headers: Headers; text: string; location: string | undefined }

export function createBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string): Map<string, string> => {
    const { host } = new URL(url)
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    return jar
  }
  async function request(
    url: string,
    { method = 'GET', headers = {}, form, body }: Parameters<Browser['request']>[1] = {},
  ): Promise<Visit> {
    const jar = jarOf(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      method: form ? 'POST' : method,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...(form ? { origin: new URL(url).origin } : {}), ...headers },
      ...(form ? { body: new URLSearchParams(form) } : body === undefined ? {} : { body }),
    })
    for (const line of response.headers.getSetCookie()) keep(jar, line)
    const location = response.headers.get('location')
    return {
      url,
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? undefined : new URL(location, url).href,
    }
  }
  async function follow(visit: Visit, until: (url: string) => boolean): Promise<Visit> {
    let at = visit
    for (let hops = 0; at.location !== undefined && !until(at.location); hops++) {
      if (hops > 20) throw new Error(`${at.url} redirects for ever`)
      at = await request(at.location)
    }
    return at
  }
  return {
    request,
    open: async (url, until = () => false) =>
      until(url) ? Promise.reject(new Error(`${url} is not to be visited`)) : follow(await request(url), until),
    submit: async (url, form, until = () => false) => follow(await request(url, { form }), until),
    cookie: (url, name) => jarOf(url).get(name),
    setCookie: (url, name, value) => void jarOf(url).set(name, value),
  }
}

// Paths are not told apart: no test has two cookies of one name.
function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice(8)
  const isOver = value === '' || (expires !== undefined && new Date(expires) <= new Date())
  if (isOver) jar.delete(name)
  else jar.set(name, value)
}

/** Begins at an address of ours, chooses an account at the provider, and goes on until `until`, at the latest until a page of ours. */
export async function signInAt(browser: Browser, url: string, sub: string, until?: (url: string) => boolean): Promise<Visit> {
  return chooseAccount(browser, await browser.open(url, until), sub, until)
}

/** On the login page of the provider. */
export async function chooseAccount(browser: Browser, login: Visit, sub: string, until?: (url: string) => boolean): Promise<Visit> {
  const form = /<form method="post" action="(\/interaction\/[^"]+)"/.exec(login.text)
  // A provider that knows the browser does not ask again.
  if (!form) return login
  return browser.submit(new URL(form[1]!, login.url).href, { sub }, until)
}
