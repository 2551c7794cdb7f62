import type { Random } from '../simulate/random.ts'
import { replySplitter } from './resp.ts'
import type { Tally } from './tally.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** Shares of the messages that are lost, come twice, or come late: up to `latestMilliseconds`, behind others. */
export type BusWeather = { lost: number; doubled: number; late: number; latestMilliseconds: number }

export const fairWeather: BusWeather = { lost: 0, doubled: 0, late: 0, latestMilliseconds: 0 }

/** Nothing that anybody publishes arrives: what is committed is only found by looking. */
export const silence: BusWeather = { lost: 1, doubled: 0, late: 0, latestMilliseconds: 0 }

export type BusProxy = TcpProxy & { weather: BusWeather }

/** Between the nodes and Redis. Answers to commands pass as they are; messages of channels meet the weather. */
export async function startBusProxy(target: number, random: Random, tally: Tally): Promise<BusProxy> {
  const held = new Set<NodeJS.Timeout>()
  const later = (milliseconds: number, act: () => void): void => {
    const timer = setTimeout(() => {
      held.delete(timer)
      act()
    }, milliseconds)
    held.add(timer)
  }
  const proxy = await startTcpProxy({
    target,
    relay: () => {
      const split = replySplitter()
      return (chunk, send) => {
        for (const { bytes, isMessage } of split(chunk)) {
          if (!isMessage) {
            send(bytes)
            continue
          }
          const { lost, doubled, late, latestMilliseconds } = weathered.weather
          const luck = random.next()
          if (luck < lost) tally.count('bus', 'dropped')
          else if (luck < lost + doubled) {
            tally.count('bus', 'doubled')
            send(bytes)
            later(random.below(latestMilliseconds + 1), () => send(bytes))
          } else if (luck < lost + doubled + late) {
            tally.count('bus', 'delayed')
            later(random.below(latestMilliseconds + 1), () => send(bytes))
          } else {
            tally.count('bus', 'passed')
            send(bytes)
          }
        }
      }
    },
  })
  const close = proxy.close
  const weathered: BusProxy = Object.assign(proxy, {
    weather: fairWeather,
    async close() {
      for (const timer of held) clearTimeout(timer)
      await close()
    },
  })
  return weathered
}
