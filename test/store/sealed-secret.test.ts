import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSealer, UnopenableSecret } from '../../src/store/sealed-secret.ts'

const [first, second] = [randomBytes(32), randomBytes(32)]
const secret = 'a client secret: äöü 🔑'

describe('a sealed secret', () => {
  test('opens to what was sealed, and is never sealed to the same bytes twice', () => {
    const sealer = createSealer([first])
    const [one, other] = [sealer.seal(secret, 'row'), sealer.seal(secret, 'row')]
    expect(sealer.open(one, 'row')).toBe(secret)
    expect(sealer.open(other, 'row')).toBe(secret)
    expect(Buffer.from(one).equals(other)).toBe(false)
    expect(Buffer.from(one).includes('client secret')).toBe(false)
  })

  test('opens in no other row', () => {
    const sealer = createSealer([first])
    expect(() => sealer.open(sealer.seal(secret, 'row'), 'other row')).toThrow(UnopenableSecret)
  })

  test('does not open when any byte of it was changed or cut off', () => {
    const sealer = createSealer([first])
    const sealed = sealer.seal(secret, 'row')
    for (const index of sealed.keys()) {
      const changed = sealed.slice()
      changed[index]! ^= 1
      expect(() => sealer.open(changed, 'row'), `byte ${index}`).toThrow(UnopenableSecret)
    }
    for (const length of [0, 1, 20, 36, sealed.length - 1])
      expect(() => sealer.open(sealed.slice(0, length), 'row')).toThrow(UnopenableSecret)
  })

  test('opens while its key is one of the keys, and not after', () => {
    const sealed = createSealer([first]).seal(secret, 'row')
    const rotating = createSealer([second, first])
    expect(rotating.open(sealed, 'row')).toBe(secret)
    expect(rotating.isCurrent(sealed)).toBe(false)
    const anew = rotating.seal(secret, 'row')
    expect(rotating.isCurrent(anew)).toBe(true)
    expect(createSealer([second]).open(anew, 'row')).toBe(secret)
    expect(() => createSealer([second]).open(sealed, 'row')).toThrow(/HEADCOUNT_ENCRYPTION_KEY/)
  })

  test('needs keys of 32 bytes', () => {
    expect(() => createSealer([])).toThrow()
    expect(() => createSealer([randomBytes(16)])).toThrow()
  })
})
