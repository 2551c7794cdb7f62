import { ComboBox, Button, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ErrorText } from './states.tsx'
import './search-picker.css'

type Found = { id: string; name: string; detail?: string }

export type PickerTexts = { label: string; hint?: string; placeholder?: string }

/** Finds one of many by a part of its name; the server searches, so any number may be there. */
export function SearchPicker({
  label,
  hint,
  placeholder,
  found,
  isLoading,
  error,
  search,
  onSearch,
  onChoose,
}: PickerTexts & {
  found: readonly Found[]
  isLoading: boolean
  error: unknown
  search: string
  onSearch(search: string): void
  onChoose(id: string): void
}) {
  const t = useTranslations('common')
  return (
    <ComboBox
      className="field"
      items={found}
      inputValue={search}
      onInputChange={onSearch}
      value={null}
      onChange={(key) => key !== null && onChoose(String(key))}
      defaultFilter={() => true}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label className="label">{label}</Label>
      <div className="picker-input">
        <Input className="input" autoComplete="off" spellCheck="false" {...(placeholder === undefined ? {} : { placeholder })} />
        <Button className="button button-quiet icon-button">
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <Popover className="popover picker-popover">
        <ListBox<Found>
          className="menu"
          renderEmptyState={() => (
            <span className="picker-empty hint">
              {isLoading ? t('searching') : error ? <ErrorText error={error} /> : t('nothingFound')}
            </span>
          )}
        >
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className="menu-item picker-item">
              <span>{item.name}</span>
              {item.detail !== undefined && <span className="hint">{item.detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
