import { Unreachable } from './api.ts'
import { ErrorState } from './components/states.tsx'

/** As the browsers say that a file of the page is not there: no network, or a server that has another build by now. */
const missingFile = /dynamically imported module|importing a module script|preload CSS/i

/** In the place of what could not be shown. Loading the page again gets the files of the build that is there. */
export function LoadFailure({ error }: { error: unknown }) {
  const isMissing = error instanceof Error && missingFile.test(error.message)
  return <ErrorState error={isMissing ? new Unreachable(error.message) : error} onRetry={() => window.location.reload()} />
}
