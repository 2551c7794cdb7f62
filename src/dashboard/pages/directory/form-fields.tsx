import { Check } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Checkbox as AriaCheckbox, Label, Radio, RadioGroup } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import { TextField } from '../../components/text-field.tsx'
import { ErrorText } from '../../components/states.tsx'
import type { Provider } from '../../gql/graphql.ts'
import { wholeNumberIn } from './whole-number.ts'
import { providers, useProviderName } from '../../components/provider-name.ts'

export function ProviderChoice({ value, onChange }: { value: Provider; onChange(provider: Provider): void }) {
  const t = useTranslations('directory')
  const nameOf = useProviderName()
  return (
    <RadioGroup className="field" value={value} onChange={(chosen) => onChange(chosen as Provider)}>
      <Label className="label">{t('provider')}</Label>
      <div className="provider-cards">
        {providers.map((provider) => (
          <Radio key={provider} value={provider} className="provider-card">
            <span className="provider-mark" aria-hidden="true" />
            {nameOf(provider)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

export function Checkbox({
  children,
  hint,
  isSelected,
  onChange,
}: {
  children: ReactNode
  hint?: ReactNode
  isSelected: boolean
  onChange(isSelected: boolean): void
}) {
  return (
    <div className="field">
      <AriaCheckbox className="checkbox" isSelected={isSelected} onChange={onChange}>
        <span className="checkbox-box" aria-hidden="true">
          <Check size={13} strokeWidth={3} />
        </span>
        {children}
      </AriaCheckbox>
      {hint !== undefined && <p className="hint checkbox-hint">{hint}</p>}
    </div>
  )
}

/**
 * A whole number from 1; NaN while what stands there is none. Plain text below, because the library's own number field writes innerHTML, which the page's
 * policy forbids.
 */
export function NumberField({
  label,
  hint,
  value,
  onChange,
  isInvalid = false,
  error = '',
}: {
  label: string
  hint?: ReactNode
  value: number
  onChange(value: number): void
  isInvalid?: boolean
  error?: string
}) {
  const format = useFormatter()
  const [text, setText] = useState(() => (Number.isNaN(value) ? '' : format.number(value)))
  const [kept, setKept] = useState(value)
  // Another number came from outside, not by typing.
  if (!Object.is(kept, value)) {
    setKept(value)
    if (!Object.is(wholeNumberIn(text), value)) setText(Number.isNaN(value) ? '' : format.number(value))
  }
  return (
    <div className="number-field">
      <TextField
        label={label}
        hint={hint}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(typed) => {
          setText(typed)
          onChange(wholeNumberIn(typed))
        }}
        isInvalid={isInvalid}
        error={error}
      />
    </div>
  )
}

/** Why a form was refused. */
export function FormRefusal({ error }: { error: unknown }) {
  return (
    <p className="callout callout-bad" role="alert">
      <ErrorText error={error} />
    </p>
  )
}
