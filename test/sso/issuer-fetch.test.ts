import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createIssuerFetch, isPublic, type IssuerFetchOptions } from '../../src/sso/issuer-fetch.ts'

const abroad: IssuerFetchOptions = { isLocal: false, privateHosts: [] }
const local: IssuerFetchOptions = { isLocal: true, privateHosts: [] }

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** Counts who connects, whatever they say. */
async function serve(listener: RequestListener): Promise<{ url: string; port: number; connections: () => number }> {
  let connections = 0
  const server = createServer(listener)
  servers.push(server)
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, connections: () => connections }
}

describe('an issuer at an address that is not public', () => {
  const spellings = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0',
    '0.0.0.0',
    '10.0.0.8',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '2852039166',
    '100.64.0.1',
    '198.18.0.1',
    '192.0.0.170',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[fec0::1]',
    '[2001:db8::1]',
  ]
  test.each(spellings)('%s is not connected to', async (host) => {
    const server = await serve((_, response) => response.end('{}'))
    await expect(createIssuerFetch(abroad)(`https://${host}:${server.port}/`, {})).rejects.toThrow(
      /not at a public address.*PRIVATE_ISSUER_HOSTS/,
    )
    expect(server.connections()).toBe(0)
  })

  test('is not connected to by a name that resolves to it, also when only one of its addresses is such', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.215.14', '10.0.0.1'], ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::1']]) {
      const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      await expect(createIssuerFetch({ ...abroad, resolve })('https://login.acme.example/', {})).rejects.toThrow(/not at a public address/)
    }
    await expect(createIssuerFetch(abroad)('https://localhost/', {})).rejects.toThrow(/not at a public address/)
    await expect(createIssuerFetch(abroad)('https://LOCALHOST./', {})).rejects.toThrow(/not at a public address/)
  })

  test('is not connected to when DNS changes its mind: a name is resolved once, and what was checked is what is connected to', async () => {
    const server = await serve((_, response) => response.end('{"reached":true}'))
    let asked = 0
    const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '192.0.2.1', family: 4 }]
    const fetch = createIssuerFetch({ isLocal: false, privateHosts: ['login.acme.example'], resolve })
    const answer = await fetch(`http://login.acme.example:${server.port}/`, {})
    expect(await answer.json()).toEqual({ reached: true })
    expect(asked).toBe(1)
  })

  test('is asked when an operator has named its host, by exactly this name', async () => {
    const server = await serve((request, response) => response.end(request.headers.host))
    const fetch = createIssuerFetch({ isLocal: false, privateHosts: ['127.0.0.1'] })
    expect(await (await fetch(`${server.url}/`, {})).text()).toBe(`127.0.0.1:${server.port}`)
    await expect(createIssuerFetch({ isLocal: false, privateHosts: ['0.0.1'] })(`https://127.0.0.1:${server.port}/`, {})).rejects.toThrow(
      /public/,
    )
  })

  test('is told from a public one', () => {
    for (const address of ['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111']) expect(isPublic(address), address).toBe(true)
    for (const address of ['not an address', '', '::ffff:1.1.1.1', '::1.1.1.1', '4000::1']) expect(isPublic(address), address).toBe(false)
  })
})

describe('asking an issuer', () => {
  test('is done over https alone, outside local mode', async () => {
    await expect(createIssuerFetch(abroad)('http://login.acme.example/', {})).rejects.toThrow(/https alone/)
    for (const url of ['ftp://login.acme.example/', 'file:///etc/passwd', 'data:text/plain,x'])
      await expect(createIssuerFetch(local)(url, {}), url).rejects.toThrow(/https alone/)
  })

  test('follows no redirect', async () => {
    const inner = await serve((_, response) => response.end('secret'))
    for (const status of [301, 302, 303, 307, 308]) {
      const outer = await serve((_, response) => response.writeHead(status, { location: inner.url }).end())
      await expect(createIssuerFetch(local)(outer.url, {})).rejects.toThrow(/redirect/)
    }
    expect(inner.connections()).toBe(0)
  })

  test('is given up when the answer is too large, said or unsaid, or endless', async () => {
    const large = await serve((_, response) => response.end(Buffer.alloc(70_000)))
    const endless = await serve((_, response) => {
      const pour = (): void => {
        while (response.write(Buffer.alloc(16_384)));
        response.once('drain', pour)
      }
      pour()
    })
    for (const { url } of [large, endless])
      await expect(createIssuerFetch({ ...local, mostBytes: 65_536 })(url, {})).rejects.toThrow('more than 65536 bytes')
  })

  test('is given up when the answer does not come in time: no connection, no head, no end of a head that trickles, no body', async () => {
    const silent = await serve(() => {})
    const headOnly = await serve((_, response) => void response.writeHead(200, { 'content-length': '10' }).flushHeaders())
    const trickle = await serve((_, response) => {
      response.writeHead(200).flushHeaders()
      const timer = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(timer))
    })
    for (const { url } of [silent, headOnly, trickle])
      await expect(createIssuerFetch({ ...local, timeoutMilliseconds: 100 })(url, {})).rejects.toThrow('did not answer within 0.1 seconds')
    const resolve = () => new Promise<never>(() => {})
    await expect(createIssuerFetch({ ...local, timeoutMilliseconds: 100, resolve })('http://slow.example/', {})).rejects.toThrow(
      'did not answer',
    )
  })

  test('says why an issuer cannot be reached', async () => {
    const gone = await serve(() => {})
    const server = servers.pop()!
    await new Promise((resolve) => server.close(resolve))
    await expect(createIssuerFetch(local)(gone.url, {})).rejects.toThrow('it refuses the connection')
    const plain = await serve((_, response) => response.end())
    await expect(createIssuerFetch(local)(plain.url.replace('http:', 'https:'), {})).rejects.toThrow('cannot be reached')
  })

  test('sends what it is given and tells nothing of the answer but status, type and body', async () => {
    const server = await serve((request, response) => {
      const { method, headers } = request
      response.setHeader('set-cookie', 'a=b')
      response.setHeader('content-type', 'application/json')
      response.writeHead(418)
      request
        .toArray()
        .then((chunks) =>
          response.end(JSON.stringify({ method, type: headers['content-type'], body: Buffer.concat(chunks as Buffer[]).toString() })),
        )
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await createIssuerFetch(local)(server.url, { method: 'POST', headers, body: new URLSearchParams({ code: 'x y' }) })
    expect(answer.status).toBe(418)
    expect([...answer.headers.keys()]).toEqual(['content-type'])
    expect(await answer.json()).toEqual({ method: 'POST', type: headers['content-type'], body: 'code=x+y' })
  })
})
