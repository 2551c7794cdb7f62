import { parse, print } from 'graphql'
import { describe, expect, test } from 'vitest'
import { batch, checkpoint, minimalDocument } from './scripted-server.ts'
import { useScriptedServer } from './use-scripted-server.ts'

const under = useScriptedServer()

describe('Messages', () => {
  test('are handed on in order, and the position moves with them', async () => {
    const { following, recorder } = under.follow({ after: 'a' })
    const subscription = await under.server.subscription()
    expect(subscription.after).toBe('a')
    subscription.next(checkpoint('a', 'a', false))
    subscription.next(batch('a', 'b'))
    subscription.next(batch('b', 'd'))
    subscription.next(checkpoint('d', 'e'))
    await recorder.until('live', () => recorder.state?.name === 'live')
    expect(recorder.told).toEqual(['b', 'd'])
    expect(recorder.stateNames).toEqual(['catchingUp', 'live'])
    expect(following.cursor()).toBe('e')
    expect(following.counts()).toEqual({ messages: 4, repeated: 0, gaps: 0, restarts: 0, losses: 0, snapshots: 0 })
  })

  test('that begin from now on are followed from where the first one says', async () => {
    const { following, recorder } = under.follow()
    const subscription = await under.server.subscription()
    expect(subscription.after).toBeUndefined()
    subscription.next(checkpoint('x'))
    subscription.next(batch('x', 'y'))
    await recorder.until('y', () => following.cursor() === 'y')
    expect(recorder.told).toEqual(['y'])
  })

  test('that come twice are dropped and reported', async () => {
    const { following, recorder } = under.follow({ after: 'a' })
    const subscription = await under.server.subscription()
    for (const message of [checkpoint('a'), batch('a', 'b'), batch('a', 'b'), batch('b', 'c'), batch('a', 'b'), batch('c', 'd')])
      subscription.next(message)
    await recorder.until('d', () => following.cursor() === 'd')
    expect(recorder.told).toEqual(['b', 'c', 'd'])
    expect(following.counts()).toMatchObject({ repeated: 2, restarts: 0 })
    expect(recorder.problems.map(({ type }) => type)).toEqual(['repeated', 'repeated'])
  })

  test('after a missing one are never handed on: the subscription starts again at the last proven cursor', async () => {
    const { following, recorder } = under.follow({ after: 'a' })
    const first = await under.server.subscription()
    first.next(checkpoint('a'))
    first.next(batch('a', 'b'))
    await recorder.until('live', () => recorder.state?.name === 'live')
    first.next(batch('c', 'd'))
    first.next(batch('d', 'e'))
    const second = await under.server.subscription()
    expect(second.after).toBe('b')
    expect(second.id).not.toBe(first.id)
    await under.server.until('the first one is completed', () => under.server.completed.includes(first.id))
    // What the old one still says is heard by nobody.
    first.next(batch('b', 'lost'))
    second.next(checkpoint('b', 'b', false))
    second.next(batch('b', 'e'))
    second.next(checkpoint('e'))
    await recorder.until('live again', () => recorder.stateNames.at(-1) === 'live')
    expect(recorder.told).toEqual(['b', 'e'])
    expect(recorder.stateNames).toEqual(['live', 'stale', 'stale', 'catchingUp', 'live'])
    expect(recorder.states[2]).toMatchObject({ reason: 'gap', attempt: 1, retryAt: expect.any(Number) })
    expect(following.counts()).toMatchObject({ gaps: 1, restarts: 1, losses: 0 })
    expect(recorder.problems).toEqual([{ type: 'gap', detail: 'ChangeBatch begins at c, but the one before it ended at b' }])
  })

  test('that always have a gap are asked for again and again, less and less often, and none is handed on', async () => {
    const { following, recorder } = under.follow({ after: 'a' })
    for (let round = 1; round <= 5; round++) {
      const subscription = await under.server.subscription()
      expect(subscription.after).toBe('a')
      subscription.next(batch('b', 'c'))
      await recorder.until('the gap is seen', () => following.counts().gaps === round)
    }
    const waits = recorder.states.filter((state) => state.name === 'stale' && state.attempt !== undefined)
    expect(waits.map((state) => state.name === 'stale' && state.attempt)).toEqual([1, 2, 3, 4, 5])
    expect(recorder.told).toEqual([])
    expect(following.cursor()).toBe('a')
  })
})

describe('A handler', () => {
  test('that takes its time gets one thing after the other, and the position waits for it', async () => {
    const releases: (() => void)[] = []
    const given: string[] = []
    const { following, recorder } = under.follow({
      after: 'a',
      onChanges: ({ cursor }) => {
        given.push(cursor)
        return new Promise((resolve) => releases.push(resolve))
      },
    })
    const subscription = await under.server.subscription()
    for (const message of [batch('a', 'b'), batch('b', 'c'), checkpoint('c')]) subscription.next(message)
    await under.server.until('all is sent', () => subscription.socket.bufferedAmount === 0)
    for (const [round, before] of ['a', 'b'].entries()) {
      await recorder.until('the next is given', () => given.length === round + 1)
      expect(following.cursor()).toBe(before)
      expect(recorder.state?.name).not.toBe('live')
      releases[round]!()
    }
    await recorder.until('live', () => recorder.state?.name === 'live')
    expect(given).toEqual(['b', 'c'])
    expect(following.cursor()).toBe('c')
  })

  test('that reaches a live Checkpoint only after the socket was lost does not make the view live', async () => {
    let release = (): void => {}
    const { following, recorder } = under.follow({ after: 'a', onChanges: () => new Promise((resolve) => (release = resolve)) })
    const first = await under.server.subscription()
    first.next(batch('a', 'b'))
    first.next(checkpoint('b'))
    first.socket.close(1012)
    const second = await under.server.subscription()
    // What waits for the handler is not asked for again.
    expect(second.after).toBe('b')
    release()
    await recorder.until('the Checkpoint is reached', () => recorder.checkpoints.length === 1)
    second.next(checkpoint('b', 'b', false))
    await recorder.until('it catches up', () => recorder.state?.name === 'catchingUp')
    expect(recorder.stateNames).not.toContain('live')
    expect(following.counts()).toMatchObject({ losses: 1, repeated: 0 })
  })

  test.each([
    ['throws', () => expect.unreachable()],
    ['rejects', () => Promise.reject(new Error('no room'))],
  ])('that %s ends the following with that error, before what it was given', async (_, fail) => {
    const { following } = under.follow({ after: 'a', onChanges: ({ cursor }) => (cursor === 'c' ? fail() : undefined) })
    const subscription = await under.server.subscription()
    for (const message of [batch('a', 'b'), batch('b', 'c'), batch('c', 'd')]) subscription.next(message)
    const ended = await following.ended
    expect(ended).toMatchObject({ reason: 'handlerFailed', error: { message: expect.stringContaining('A handler threw at c'), cause: {} } })
    expect(following.cursor()).toBe('b')
    await under.server.until('it is completed', () => under.server.completed.includes(subscription.id))
  })

  test('of states that throws ends the following with that error', async () => {
    const { following } = under.follow({ onState: () => expect.unreachable() })
    const subscription = await under.server.subscription()
    subscription.next(checkpoint('a'))
    expect(await following.ended).toMatchObject({ reason: 'handlerFailed' })
  })

  test('that is a thousand messages behind holds the subscription back, and misses nothing', async () => {
    let release = (): void => {}
    const { following, recorder } = under.follow({
      after: '0',
      onChanges: ({ cursor }) => (cursor === '1' ? new Promise((resolve) => (release = resolve)) : undefined),
    })
    const first = await under.server.subscription()
    for (let index = 0; index < 2_000; index++) first.next(batch(`${index}`, `${index + 1}`))
    await under.server.until('it is completed', () => under.server.completed.includes(first.id))
    expect(recorder.state).toMatchObject({ name: 'stale', reason: 'slowHandlers' })
    expect(under.server.untaken).toBe(0)
    release()
    const second = await under.server.subscription()
    const reached = Number(second.after)
    expect(reached).toBeLessThan(2_000)
    second.next(batch(`${reached}`, '2000'))
    second.next(checkpoint('2000'))
    await recorder.until('live', () => recorder.state?.name === 'live')
    expect(following.counts()).toMatchObject({ messages: reached + 2, gaps: 0, repeated: 0 })
  })
})

describe('A snapshot', () => {
  test('is read first when there is no cursor to begin after', async () => {
    const reasons: string[] = []
    const { recorder, following } = under.follow({ loadSnapshot: ({ reason }) => (reasons.push(reason), 's') })
    const subscription = await under.server.subscription()
    expect(subscription.after).toBe('s')
    subscription.next(checkpoint('s'))
    await recorder.until('live', () => recorder.state?.name === 'live')
    expect(reasons).toEqual(['START'])
    expect(following.counts()).toMatchObject({ snapshots: 1 })
  })

  test('is read when the log does not have the cursor, after all that came before was handed on', async () => {
    const order: string[] = []
    const { recorder, following } = under.follow({
      after: 'a',
      onChanges: async ({ cursor }) => {
        await Promise.resolve()
        order.push(cursor)
      },
      loadSnapshot: ({ reason }) => (order.push(reason), 'z'),
    })
    const first = await under.server.subscription()
    first.next(checkpoint('a'))
    first.next(batch('a', 'b'))
    first.next({ __typename: 'ResyncRequired', reason: 'REPLACED', cursor: 'y' })
    first.complete()
    const second = await under.server.subscription()
    expect(second.after).toBe('z')
    second.next(checkpoint('z', 'z', false))
    second.next(batch('z', 'zz'))
    second.next(checkpoint('zz'))
    await recorder.until('live', () => following.cursor() === 'zz' && recorder.state?.name === 'live')
    expect(order).toEqual(['b', 'REPLACED', 'zz'])
    expect(recorder.states.find(({ name }) => name === 'stale')).toMatchObject({ reason: 'resync', detail: 'REPLACED' })
    expect(following.counts()).toMatchObject({ snapshots: 1, restarts: 0, gaps: 0 })
  })

  test('that cannot be read is tried again', async () => {
    let tries = 0
    const { recorder } = under.follow({
      loadSnapshot() {
        tries++
        if (tries < 4) throw new Error(`HTTP 503, try ${tries}`)
        return 's'
      },
    })
    const subscription = await under.server.subscription()
    expect(subscription.after).toBe('s')
    expect(recorder.problems.map(({ detail }) => detail)).toEqual(['HTTP 503, try 1', 'HTTP 503, try 2', 'HTTP 503, try 3'])
    expect(recorder.states.filter((state) => state.name === 'stale').at(-1)).toMatchObject({ reason: 'snapshotFailed', attempt: 3 })
  })

  test('is given up when the following is stopped', async () => {
    const signals: AbortSignal[] = []
    const { following } = under.follow({
      loadSnapshot: ({ signal }) => {
        signals.push(signal)
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
      },
    })
    following.stop()
    expect(await following.ended).toEqual({ name: 'ended', reason: 'stopped' })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(under.server.untaken).toBe(0)
  })

  test('without a cursor ends the following', async () => {
    const { following } = under.follow({ loadSnapshot: () => undefined as never })
    expect(await following.ended).toMatchObject({
      reason: 'handlerFailed',
      error: { message: expect.stringContaining('must answer the changeCursor') },
    })
  })

  test('that is needed and cannot be asked for ends the following', async () => {
    const { following } = under.follow({ after: 'a' })
    const subscription = await under.server.subscription()
    subscription.next({ __typename: 'ResyncRequired', reason: 'PRUNED', cursor: 'z' })
    expect(await following.ended).toMatchObject({ reason: 'resyncRequired', error: { message: expect.stringContaining('PRUNED') } })
    expect(following.cursor()).toBe('a')
  })
})

describe('A following ends with the error', () => {
  test.each([
    ['InvalidInputError', 'invalidInput'],
    ['NotFoundError', 'notFound'],
  ])('of %s', async (typename, reason) => {
    const { following } = under.follow({ after: 'a' })
    const subscription = await under.server.subscription()
    subscription.next({ __typename: typename, message: 'no such thing' })
    subscription.complete()
    expect(await following.ended).toMatchObject({ reason, error: { message: 'no such thing' } })
  })

  test.each(['GRAPHQL_VALIDATION_FAILED', 'FORBIDDEN', undefined])('of an operation that is refused with %s', async (code) => {
    const { following } = under.follow()
    const subscription = await under.server.subscription()
    subscription.error([{ message: 'not so', extensions: { code } }])
    expect(await following.ended).toMatchObject({ reason: 'rejected', error: { message: expect.stringContaining('not so') } })
  })

  test.each([
    ['nothing', {}, 'a result has no message'],
    ['a message without __typename', { changes: { cursor: 'b' } }, 'a message has no __typename'],
    ['changes without previousCursor', { changes: { __typename: 'ChangeBatch', cursor: 'b' } }, 'ChangeBatch has no previousCursor'],
    [
      'a Checkpoint without isLive',
      { changes: { __typename: 'Checkpoint', previousCursor: 'a', cursor: 'a' } },
      'Checkpoint has no isLive',
    ],
  ])('of a proof that is impossible: %s', async (_, data, detail) => {
    const { following, recorder } = under.follow({ after: 'a' })
    const subscription = await under.server.subscription()
    subscription.result({ data })
    expect(await following.ended).toMatchObject({ reason: 'unprovable', error: { message: expect.stringContaining(detail) } })
    expect(recorder.told).toEqual([])
    expect(following.cursor()).toBe('a')
  })
})

describe('A following goes on at its cursor', () => {
  test.each(['INTERNAL', 'OVERLOADED', 'TIMEOUT'])('after the passing error %s', async (code) => {
    const { recorder } = under.follow({ after: 'a' })
    const first = await under.server.subscription()
    first.next(batch('a', 'b'))
    first.error([{ message: 'not now', extensions: { code } }])
    const second = await under.server.subscription()
    expect(second.after).toBe('b')
    expect(recorder.states.find(({ name }) => name === 'stale')).toMatchObject({ reason: 'fault' })
  })

  test('after a message that could not be made whole', async () => {
    const { recorder } = under.follow({ after: 'a' })
    const first = await under.server.subscription()
    first.result({ data: { changes: batch('a', 'b') }, errors: [{ message: 'internal error', extensions: { code: 'INTERNAL' } }] })
    const second = await under.server.subscription()
    expect(second.after).toBe('a')
    expect(recorder.told).toEqual([])
  })

  test('after a completion that nobody asked for', async () => {
    under.follow({ after: 'a' })
    const first = await under.server.subscription()
    first.next(batch('a', 'b'))
    first.complete()
    expect((await under.server.subscription()).after).toBe('b')
  })
})

describe('A following that is stopped', () => {
  test('hands on nothing more, and says so once', async () => {
    const { following, recorder } = under.follow({ after: 'a' })
    const subscription = await under.server.subscription()
    subscription.next(batch('a', 'b'))
    await recorder.until('b', () => following.cursor() === 'b')
    following.stop()
    following.stop()
    subscription.next(batch('b', 'c'))
    expect(await following.ended).toEqual({ name: 'ended', reason: 'stopped' })
    await under.server.until('the socket is closed', () => under.server.sockets.size === 0)
    expect(recorder.told).toEqual(['b'])
    expect(recorder.stateNames).toEqual(['catchingUp', 'ended'])
  })

  test('by its own handler has the position of what that handler was given', async () => {
    const { following } = under.follow({ after: 'a', onChanges: () => following.stop() })
    const subscription = await under.server.subscription()
    subscription.next(batch('a', 'b'))
    subscription.next(batch('b', 'c'))
    await following.ended
    expect(following.cursor()).toBe('b')
  })
})

describe('A document', () => {
  const without = (text: string): string => minimalDocument.replaceAll(text, '')
  test.each([
    ['__typename', without('__typename')],
    ['previousCursor', without(' previousCursor')],
    ['isLive', without('isLive')],
    ['$after', 'subscription { changes { __typename ... on Checkpoint { previousCursor cursor isLive } } }'],
  ])('that cannot carry the proof is refused at once: no %s', (missing, document) => {
    expect(() => under.client().follow({ document, onChanges() {} })).toThrow(`The document does not mention ${missing}`)
  })

  test('may be text, a typed string, or a tree with print', async () => {
    const tree = parse(minimalDocument)
    const typed = new (class extends String {
      __apiType?: (variables: Record<string, never>) => never
    })(minimalDocument)
    for (const document of [minimalDocument, typed, tree]) {
      const following = under.client({ print }).follow({ document, onChanges() {} })
      expect(print(parse((await under.server.subscription()).query))).toBe(print(tree))
      following.stop()
    }
  })

  test('that is a tree needs print', () => {
    expect(() => under.client().follow({ document: parse(minimalDocument), onChanges() {} })).toThrow('give `print` of the graphql package')
  })

  test('is sent with its variables', async () => {
    under.follow({ after: 'a', variables: { teamId: 'team-1' } })
    expect((await under.server.subscription()).variables).toEqual({ teamId: 'team-1', after: 'a' })
  })
})
