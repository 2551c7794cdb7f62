import { renderGraphiQL } from '@graphql-yoga/render-graphiql'

const defaultQuery = `# Headcount. Ctrl-Enter runs the operation under the cursor.
query Team {
  team {
    name
    plan
    changeCursor
    directories { name scimUrl state userCount groupCount }
    users(first: 20) {
      totalCount
      nodes { userName displayName active effectiveSpendLimit { isUnlimited source amount { amountMinor currency } } }
    }
    groups(first: 20) { nodes { id displayName memberCount spendLimit { isUnlimited amount { amountMinor currency } } } }
  }
}

# Every change from now on, the moment it commits.
subscription Changes {
  changes {
    __typename
    ... on Checkpoint { cursor at }
    ... on ChangeBatch {
      cursor
      changes { __typename revision at actor { kind label } }
    }
  }
}
`

/**
 * How the page asks: queries and mutations by POST, subscriptions by graphql-transport-ws, both with the authorization of its
 * Headers tab. Plain JavaScript for the browser; the page brings no other client for WebSockets that would take the tab's headers.
 */
const fetcher = String.raw`(params, options) => {
  const headers = Object.fromEntries(Object.entries((options && options.headers) || {}).map(([name, value]) => [name.toLowerCase(), value]))
  const definitions = options && options.documentAST ? options.documentAST.definitions : []
  const operation = definitions.find((one) => one.kind === 'OperationDefinition' && (!params.operationName || (one.name && one.name.value === params.operationName)))
  const isSubscription = operation ? operation.operation === 'subscription' : /^\s*subscription\b/m.test(params.query) && !/^\s*(query|mutation|\{)/m.test(params.query)
  if (!isSubscription) {
    return fetch('/graphql', {
      method: 'POST',
      headers: { accept: 'application/graphql-response+json, application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: params.query, variables: params.variables, operationName: params.operationName || undefined }),
    }).then((response) => response.json())
  }
  return {
    subscribe(observer) {
      const url = new URL('/graphql', location.href)
      url.protocol = url.protocol.replace('http', 'ws')
      const socket = new WebSocket(url, 'graphql-transport-ws')
      const say = (message) => socket.send(JSON.stringify(message))
      let isOver = false
      const finish = (end) => { if (!isOver) { isOver = true; end() } socket.close(1000) }
      socket.onopen = () => say({ type: 'connection_init', payload: headers.authorization ? { authorization: headers.authorization } : {} })
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data)
        if (message.type === 'connection_ack') say({ id: '1', type: 'subscribe', payload: { query: params.query, variables: params.variables, operationName: params.operationName || undefined } })
        else if (message.type === 'ping') say({ type: 'pong' })
        else if (message.type === 'next') observer.next(message.payload)
        else if (message.type === 'error') finish(() => { observer.next({ errors: message.payload }); observer.complete() })
        else if (message.type === 'complete') finish(() => observer.complete())
      }
      socket.onclose = ({ code, reason }) => finish(() => { observer.next({ errors: [{ message: 'The socket was closed: ' + code + ' ' + reason }] }); observer.complete() })
      return { unsubscribe() { isOver = true; if (socket.readyState === 1) say({ id: '1', type: 'complete' }); socket.close(1000) } }
    },
  }
}`

/** GraphiQL as one page that loads nothing from elsewhere. It asks as whoever is signed in, unless its Headers tab has an API key. */
export function renderGraphiqlPage(): string {
  const options = {
    title: 'Headcount',
    query: defaultQuery,
    headers: '{}',
    // A key is for this page: the browser keeps it nowhere, and drafts only as long as the tab.
    shouldPersistHeaders: false,
    fetcher: marks.fetcher,
    storage: marks.storage,
  }
  return renderGraphiQL(options)
    .replace(JSON.stringify(marks.fetcher), () => fetcher)
    .replace(JSON.stringify(marks.storage), () => 'window.sessionStorage')
}

// The options are written into the page as JSON; these become the JavaScript that they stand for.
const marks = { fetcher: 'the fetcher of this page', storage: 'the storage of this page' }
