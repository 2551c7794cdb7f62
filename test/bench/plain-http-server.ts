import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { aUser } from './a-user.ts'

/** The limit of a server in Node: it parses the body of a POST and gives a fixed answer. Prints its port; runs until it is killed. */

const answer = JSON.stringify({ ...aUser, id: 'user-01890000-0000-7000-8000-000000000001' })

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { userName } = JSON.parse(Buffer.concat(chunks).toString()) as { userName?: string }
    response.writeHead(userName === undefined ? 400 : 201, {
      'content-type': 'application/scim+json; charset=utf-8',
      'content-length': Buffer.byteLength(answer),
    })
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
