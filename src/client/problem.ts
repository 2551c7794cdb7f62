/** Something went wrong that is mended without help; for a log. */
export type LiveProblem = {
  type: 'gap' | 'repeated' | 'fault' | 'snapshotFailed' | 'authorizationFailed' | 'renewalFailed'
  detail: string
  cause?: unknown
}

export type Report = (problem: LiveProblem) => void

export function textOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
