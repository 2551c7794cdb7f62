import { useState } from 'react'
import { useTeamChanges } from '../../live/live-context.tsx'
import { noArrivals, withChanges, type Arrivals } from './arrivals.ts'

/** What arrives while the component is there. */
export function useArrivals(directoryId: string): Arrivals {
  const [arrivals, setArrivals] = useState(noArrivals)
  useTeamChanges((changes) => setArrivals((before) => withChanges(before, changes, { directoryId, receivedAt: Date.now() })))
  return arrivals
}
