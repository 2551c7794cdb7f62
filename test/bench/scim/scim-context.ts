import type { ScimBenchOptions } from '../options.ts'
import type { PlainHttp } from '../plain-http.ts'
import type { World } from './world.ts'

/** What a bar of `npm run bench -- scim` measures with. */
export type ScimContext = {
  /** In order of their sizes; the first is the one that bars 1 to 15 speak of. */
  worlds: readonly [World, ...World[]]
  plainHttp: PlainHttp
  options: Pick<ScimBenchOptions, 'rounds' | 'seconds' | 'isQuick'>
  say(text: string): void
}
