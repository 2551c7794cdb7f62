/** One GraphQL operation over HTTP. Throws a sentence when it did not succeed. */
export async function graphqlRequest<Data>(
  graphqlUrl: string,
  key: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      authorization: `Bearer ${key}`,
    },
    body: JSON.stringify({ query, variables }),
  })
  const text = await response.text()
  let answer: { data?: Data; errors?: { message: string }[] }
  try {
    answer = JSON.parse(text) as typeof answer
  } catch (cause) {
    throw new Error(`${graphqlUrl} answered ${response.status} without JSON: ${text.slice(0, 200)}`, { cause })
  }
  if (answer.errors?.length || !answer.data)
    throw new Error(
      `${graphqlUrl} answered ${response.status}: ${answer.errors?.map((error) => error.message).join('; ') ?? text.slice(0, 200)}`,
    )
  return answer.data
}

type Refusable<Success> = Partial<Success> & { message?: string }

/** The success member of a result union, or a thrown sentence. */
export function succeeded<Success extends object>(result: Refusable<Success>, key: keyof Success): Success {
  if (result[key] === undefined) throw new Error(result.message ?? `the result has no ${String(key)}`)
  return result as Success
}
