import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMessageOrder, type Span, type Verdict } from '../../src/client/message-order.ts'

const span = (text: string): Span => {
  const [previousCursor, cursor] = text.split('-') as [string, string]
  return { previousCursor, cursor }
}

describe('A message', () => {
  test.each<[string, string | undefined, [string, Verdict][], string]>([
    [
      'that begins where the last one ended is next',
      'a',
      [
        ['a-b', 'next'],
        ['b-d', 'next'],
      ],
      'd',
    ],
    ['that does not move is next', 'a', [['a-a', 'next']], 'a'],
    ['that is the first of all says itself where it begins', undefined, [['x-y', 'next']], 'y'],
    [
      'that came just before is a repetition',
      'a',
      [
        ['a-b', 'next'],
        ['a-b', 'repeated'],
      ],
      'b',
    ],
    [
      'that came long before is a repetition',
      'a',
      [
        ['a-b', 'next'],
        ['b-c', 'next'],
        ['c-d', 'next'],
        ['a-b', 'repeated'],
        ['d-e', 'next'],
      ],
      'e',
    ],
    [
      'that stood still long before is a repetition',
      'a',
      [
        ['a-b', 'next'],
        ['a-a', 'repeated'],
      ],
      'b',
    ],
    [
      'after a missing one is a gap, and so is what follows on from it',
      'a',
      [
        ['b-c', 'gap'],
        ['c-d', 'gap'],
        ['a-b', 'next'],
      ],
      'b',
    ],
    [
      'that leads somewhere else from a place that was passed is a gap',
      'a',
      [
        ['a-b', 'next'],
        ['a-c', 'gap'],
      ],
      'b',
    ],
  ])('%s', (_, after, messages, cursor) => {
    const order = createMessageOrder(after)
    expect(messages.map(([text]) => [text, order.judge(span(text))])).toEqual(messages)
    expect(order.cursor()).toBe(cursor)
  })

  test('is accepted only as the next one, whatever is dropped, repeated or turned around', () => {
    const fault = fc.record({ at: fc.nat(60), type: fc.constantFrom('drop', 'repeat', 'swap') })
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 20 }), (faults) => {
        const messages = Array.from({ length: 60 }, (_, index) => span(`${index}-${index + 1}`))
        for (const { at, type } of faults) {
          const index = at % messages.length
          if (type === 'drop') messages.splice(index, 1)
          else if (type === 'repeat') messages.splice(index, 0, messages[Math.floor(index / 2)]!)
          else messages.splice(index, 2, ...messages.slice(index, index + 2).toReversed())
        }
        const order = createMessageOrder('0')
        const accepted = messages.filter((message) => order.judge(message) === 'next')
        expect(accepted).toEqual(Array.from({ length: accepted.length }, (_, index) => span(`${index}-${index + 1}`)))
        expect(order.cursor()).toBe(String(accepted.length))
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})
