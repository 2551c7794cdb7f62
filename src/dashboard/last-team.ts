const kept = 'headcount.team'

/** The team that somebody signed in to here last; no secret, and it opens nothing. */
export function lastTeamId(): string | null {
  return localStorage.getItem(kept)
}

export function keepTeamId(teamId: string): void {
  localStorage.setItem(kept, teamId)
}
