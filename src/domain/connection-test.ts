/** SKIPPED: there was no telling, because of what `detail` says. */
export type StepVerdict = 'PASSED' | 'FAILED' | 'SKIPPED'

/** One request of an identity provider's own test or first synchronisation, and how it was answered. */
export type TestedStep = {
  name: string
  /** Method and path below the base URL, as sent. */
  request: string
  expected: string
  /** Null when it was not sent. */
  got: string | null
  verdict: StepVerdict
  /** What the answer said, or why the step was skipped. */
  detail: string | null
}

export type ConnectionTest = { steps: TestedStep[]; hasPassed: boolean }
