/**
 * Requests that ask the same while a look-up of it is under way share the next one. Every look-up starts after the requests that it
 * answers, so nobody gets an answer that was true only before they asked: a revoked token is refused at once.
 */
export function shareLookUps<Key, Value>(lookUp: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const underWay = new Map<Key, { current: Promise<unknown>; next: Promise<Value> | undefined }>()

  function start(key: Key): Promise<Value> {
    const current = lookUp(key)
    const state = { current, next: undefined as Promise<Value> | undefined }
    underWay.set(key, state)
    const ended = (): void => {
      if (underWay.get(key) === state && state.next === undefined) underWay.delete(key)
    }
    current.then(ended, ended)
    return current
  }

  return (key) => {
    const state = underWay.get(key)
    if (!state) return start(key)
    const startNext = (): Promise<Value> => start(key)
    state.next ??= state.current.then(startNext, startNext)
    return state.next
  }
}
