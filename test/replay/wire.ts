import http from 'node:http'
import https from 'node:https'
import type { Send, WireAnswer } from './play.ts'

const timeoutMs = 30_000

/** Sends requests below a SCIM base URL exactly as they are given: no header is added but Host, Connection and Content-Length, and no path is tidied. */
export function sendTo(scimUrl: string): { send: Send; close(): void } {
  const base = new URL(scimUrl)
  const client = base.protocol === 'https:' ? https : http
  const agent = new client.Agent({ keepAlive: true })
  const basePath = base.pathname.replace(/\/+$/, '')
  const send: Send = ({ method, path, headers, body }) =>
    new Promise<WireAnswer>((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const options = {
        agent,
        method,
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port,
        path: `${basePath}${path}`,
        headers: { ...headers, ...length },
        timeout: timeoutMs,
      }
      const request = client.request(options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const lists = Object.entries(response.headers).map(([name, value]) => [name, [value ?? []].flat().join(', ')])
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(lists) as Record<string, string>,
            body: parse(Buffer.concat(chunks)),
          })
        })
      })
      request.on('error', reject)
      request.on('timeout', () => request.destroy(new Error(`no answer to ${method} ${path} within ${timeoutMs / 1000} s`)))
      request.end(body)
    })
  return { send, close: () => agent.destroy() }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
