import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListLayout,
  Popover,
  Text,
  Virtualizer,
} from 'react-aria-components'
import { useTranslations } from 'use-intl'

// Browsers leave UTC out of the list, though they know it.
const timeZones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((id) => ({ id, name: id.replaceAll('_', ' ') }))

/** Whether the browser knows it by this name; the server has the last word. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A time zone by its name of IANA, chosen from all that the browser knows. */
export function TimeZoneField({ value, onChange }: { value: string; onChange(value: string): void }) {
  const t = useTranslations('limits')
  const [typed, setTyped] = useState<string>()
  // A zone under an older name is not in the list.
  const choices = timeZones.some(({ id }) => id === value) ? timeZones : [{ id: value, name: value.replaceAll('_', ' ') }, ...timeZones]
  return (
    <ComboBox
      className="field"
      defaultItems={choices}
      selectedKey={value}
      inputValue={typed ?? value.replaceAll('_', ' ')}
      onInputChange={setTyped}
      onSelectionChange={(key) => {
        setTyped(undefined)
        if (key !== null && key !== value) onChange(String(key))
      }}
      onBlur={() => setTyped(undefined)}
      menuTrigger="input"
    >
      <Label className="label">{t('settings.timeZone')}</Label>
      <div className="limits-combo">
        <Input className="input" />
        <Button className="button button-quiet icon-button">
          <ChevronDown aria-hidden size={16} />
        </Button>
      </div>
      <Text slot="description" className="hint">
        {t('settings.timeZoneHint')}
      </Text>
      <FieldError className="field-error" />
      <Popover className="popover limits-zones">
        {/* There are several hundred. */}
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 34, padding: 5 }}>
          <ListBox<{ id: string; name: string }> className="menu">
            {({ id, name }) => (
              <ListBoxItem id={id} className="menu-item" textValue={name}>
                {name}
              </ListBoxItem>
            )}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  )
}
