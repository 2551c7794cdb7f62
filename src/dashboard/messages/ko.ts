import type { FrameMessages } from './en.ts'
import shell from './ko/shell.json'
import common from './ko/words.json'
import live from './ko/live.json'
import signIn from './ko/sign-in.json'

export const messages: FrameMessages = { shell, common, live, signIn }
