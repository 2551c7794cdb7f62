import { describe, expect, it } from 'vitest'
import { createIndexWalks } from '../../src/scim/index-walks.ts'

const place = (id: string, key: string | null = null) => ({ id, key })

describe('where pages by index ended', () => {
  it('is known for a minute, to the walk that came there alone', () => {
    let now = 0
    const walks = createIndexWalks(() => now)
    walks.remember(['token', 'filter'], 101, place('a'))
    walks.remember(['token', 'filter'], 201, place('b', 'key'))
    now = 60_000
    expect(walks.find(['token', 'filter'], 101)).toEqual(place('a'))
    expect(walks.find(['token', 'filter'], 201)).toEqual(place('b', 'key'))
    for (const other of [['token', 'other'], ['other', 'filter'], ['token'], ['tokenfilter']])
      expect(walks.find(other, 101)).toBeUndefined()
    expect(walks.find(['token', 'filter'], 102)).toBeUndefined()
    now = 60_001
    expect(walks.find(['token', 'filter'], 101)).toBeUndefined()
  })

  it('is the newest end of the page before', () => {
    const walks = createIndexWalks()
    walks.remember(['w'], 3, place('a'))
    walks.remember(['w'], 3, place('b'))
    expect(walks.find(['w'], 3)).toEqual(place('b'))
    expect(walks.find(['w'], 3)).toEqual(place('b'))
  })

  it('is forgotten for the walks of longest ago, so that memory stays bounded', () => {
    const walks = createIndexWalks()
    for (let index = 0; index < 2_000; index++) walks.remember([index], 2, place(String(index)))
    // Read a moment ago, so not the one of longest ago.
    expect(walks.find([0], 2)).toEqual(place('0'))
    for (let index = 2_000; index < 3_999; index++) walks.remember([index], 2, place(String(index)))
    expect(walks.find([0], 2)).toEqual(place('0'))
    expect(walks.find([1], 2)).toBeUndefined()
    expect(walks.find([1_999], 2)).toBeUndefined()
    expect(walks.find([3_998], 2)).toEqual(place('3998'))
  })

  it('is not kept where the key is long', () => {
    const walks = createIndexWalks()
    walks.remember(['w'], 2, place('a', 'x'.repeat(600)))
    expect(walks.find(['w'], 2)).toBeUndefined()
  })
})
