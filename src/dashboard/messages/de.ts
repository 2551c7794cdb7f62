import type { FrameMessages } from './en.ts'
import shell from './de/shell.json'
import common from './de/words.json'
import live from './de/live.json'
import signIn from './de/sign-in.json'

export const messages: FrameMessages = { shell, common, live, signIn }
