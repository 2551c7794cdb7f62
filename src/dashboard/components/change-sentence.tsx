import type { TeamChange } from '../live/change-facts.ts'

/** A change as a sentence, with links to whom it is about. */
export function ChangeSentence({ change }: { change: TeamChange }) {
  return <span>{change.__typename}</span>
}
