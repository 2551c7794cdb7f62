import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  NumberField as AriaNumberField,
  Radio,
  RadioGroup,
  Text,
} from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { useErrorText } from '../../components/states.tsx'
import type { Provider } from '../../gql/graphql.ts'
import { providers, useProviderName } from './providers.ts'

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

/** A whole number; NaN while nothing is there. */
export function NumberField({
  label,
  hint,
  value,
  onChange,
  isInvalid = false,
  error,
}: {
  label: string
  hint?: ReactNode
  value: number
  onChange(value: number): void
  isInvalid?: boolean
  error?: string
}) {
  return (
    <AriaNumberField
      className="field number-field"
      value={value}
      onChange={onChange}
      minValue={1}
      maxValue={1_000_000_000}
      step={1}
      isInvalid={isInvalid}
    >
      <Label className="label">{label}</Label>
      <Input className="input" />
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaNumberField>
  )
}

/** Why a form was refused. */
export function FormRefusal({ error }: { error: unknown }) {
  const text = useErrorText(error)
  return (
    <p className="callout callout-bad" role="alert">
      {text}
    </p>
  )
}
