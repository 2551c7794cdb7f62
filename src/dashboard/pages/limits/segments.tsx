import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { Choice } from '../../components/fields.tsx'

/** A few choices side by side, of which one holds. */
export function Segments<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  onChange(value: Value): void
}) {
  return (
    <ToggleButtonGroup
      className="limits-segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [chosen] = keys
        if (chosen !== undefined && chosen !== value) onChange(chosen as Value)
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className="limits-segment">
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
