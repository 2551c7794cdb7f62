import { Search, X } from 'lucide-react'
import {
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField as AriaSearchField,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components'
import { useTranslations } from 'use-intl'

export function SearchField({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  const t = useTranslations('common')
  return (
    <AriaSearchField className="search-field" aria-label={label} value={value} onChange={onChange}>
      <Search aria-hidden size={16} />
      <Input className="input" placeholder={label} />
      <Button className="button button-quiet icon-button" aria-label={t('clearSearch')}>
        <X aria-hidden size={14} />
      </Button>
    </AriaSearchField>
  )
}

export type Choice<Value extends string> = { value: Value; label: string }

export function Select<Value extends string>({
  label,
  choices,
  value,
  onChange,
  name,
  isLabelHidden = false,
}: {
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  onChange(value: Value): void
  name?: string
  isLabelHidden?: boolean
}) {
  return (
    <AriaSelect
      className="field"
      value={value}
      onChange={(key) => onChange(key as Value)}
      {...(name === undefined ? {} : { name })}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {!isLabelHidden && <Label className="label">{label}</Label>}
      <Button className="button button-secondary select-button">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover">
        <ListBox className="menu">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} className="menu-item">
              {choice.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
