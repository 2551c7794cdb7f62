import { ErrorText } from '../../components/states.tsx'

/** Why something that was asked for was not done, beside what asked for it. */
export function Refusal({ error }: { error: unknown }) {
  return (
    <p className="callout callout-bad" role="alert">
      <ErrorText error={error} />
    </p>
  )
}
