import shell from './en/shell.json'
import common from './en/words.json'
import live from './en/live.json'
import signIn from './en/sign-in.json'

export const messages = { shell, common, live, signIn }

/** What every language has of what is around the pages. */
export type FrameMessages = typeof messages
