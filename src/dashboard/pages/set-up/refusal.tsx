import { useErrorText } from '../../components/states.tsx'

/** Why something that was asked for was not done, beside what asked for it. */
export function Refusal({ error }: { error: unknown }) {
  const text = useErrorText(error)
  return (
    <p className="callout callout-bad" role="alert">
      {text}
    </p>
  )
}
