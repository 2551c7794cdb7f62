import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** The limit of a server in Node: it parses the body of a POST and gives a fixed answer. Prints its port; runs until it is killed. */

const answer = JSON.stringify({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: 'user-01890000-0000-7000-8000-000000000001',
  userName: 'ada.lovelace.1234567@bench.example',
  externalId: '00u1234567bench',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  displayName: 'Ada Lovelace',
  emails: [{ value: 'ada.lovelace.1234567@bench.example', type: 'work', primary: true }],
  locale: 'en-US',
  active: true,
})

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
