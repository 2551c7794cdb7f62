import type { ReactNode } from 'react'
import { FieldError, Input, Label, Text, TextField as AriaTextField, type TextFieldProps } from 'react-aria-components'

/** `error` is what is wrong while `isInvalid`; without it what `validate` or the form says. */
export function TextField({
  label,
  hint,
  placeholder,
  error,
  ...rest
}: TextFieldProps & { label: string; hint?: ReactNode; placeholder?: string; error?: string }) {
  return (
    <AriaTextField className="field" {...rest}>
      <Label className="label">{label}</Label>
      <Input className="input" {...(placeholder === undefined ? {} : { placeholder })} />
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  )
}
