import { parseAbsolute, toCalendarDate, toZoned, today, type CalendarDate } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { use, useEffect, useMemo, useRef, useState, type ComponentProps } from 'react'
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateFieldStateContext,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
  Text,
} from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { useViewer } from '../session.tsx'
import { Button } from './button.tsx'

/** The API takes no longer ones. */
const longest = { years: 2 } as const

/**
 * The last day on which a limit counts, in the team's time zone; the moment after it is what the API is told. A day that is written in part is none, and
 * not "without an end" either. That is said when it is time to (`complains`), not when the field is left: the button that is pressed would move away.
 */
export function ExpiryField({
  value,
  complains,
  onChange,
  onValid,
}: {
  value: string | null
  complains: boolean
  onChange(expiresAt: string | null): void
  onValid(isValid: boolean): void
}) {
  const t = useTranslations('limitEditor')
  const { timeZone } = useViewer().team
  const [isPartial, setIsPartial] = useState(false)
  const { field, emptied, empty } = useEmptied()
  const first = today(timeZone)
  const last = first.add(longest).subtract({ days: 1 })
  // The same object as long as it is the same day: another one makes the field forget what is being typed.
  const day = useMemo(() => (value === null ? null : lastDayOf(value, timeZone)), [value, timeZone])
  const isValid = !isPartial && (day === null || (day.compare(first) >= 0 && day.compare(last) <= 0))
  useEffect(() => onValid(isValid), [isValid, onValid])
  const isIncomplete = isPartial && complains
  function change(chosen: CalendarDate | null): void {
    onChange(chosen && toZoned(chosen.add({ days: 1 }), timeZone).toAbsoluteString())
  }
  return (
    <DatePicker
      key={emptied}
      ref={field}
      className="field"
      value={day}
      minValue={first}
      maxValue={last}
      onChange={change}
      validationBehavior="aria"
      // Left out it is what the bounds say.
      {...(isIncomplete ? { isInvalid: true } : {})}
    >
      <Label className="label">{t('lastDay')}</Label>
      <div className="row">
        <Group className="input date-group">
          <DateInput className="date-input">{(segment) => <Segment segment={segment} onPartial={setIsPartial} />}</DateInput>
          <AriaButton className="button button-quiet icon-button">
            <CalendarDays aria-hidden size={16} />
          </AriaButton>
        </Group>
        {(value !== null || isPartial) && (
          <Button
            look="quiet"
            slot={null}
            onPress={() => {
              change(null)
              empty()
            }}
          >
            {t('withoutEnd')}
          </Button>
        )}
      </div>
      <Text slot="description" className="hint">
        {t('lastDayHint', { timeZone })}
      </Text>
      <FieldError className="field-error">{isIncomplete ? t('lastDayIncomplete') : undefined}</FieldError>
      <Popover className="popover">
        <Dialog className="calendar-dialog">
          <Calendar className="calendar">
            <header className="row spread">
              <AriaButton slot="previous" className="button button-quiet icon-button">
                <ChevronLeft aria-hidden size={16} />
              </AriaButton>
              <Heading className="calendar-title" />
              <AriaButton slot="next" className="button button-quiet icon-button">
                <ChevronRight aria-hidden size={16} />
              </AriaButton>
            </header>
            <CalendarGrid>
              <CalendarGridHeader>{(day) => <CalendarHeaderCell className="calendar-day">{day}</CalendarHeaderCell>}</CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell date={date} className="calendar-cell" />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

/** Only from within the field it can be seen which of its parts are written. */
function Segment({ segment, onPartial }: { segment: ComponentProps<typeof DateSegment>['segment']; onPartial(isPartial: boolean): void }) {
  const parts = use(DateFieldStateContext)!.segments.filter(({ isEditable }) => isEditable)
  const missing = parts.filter(({ isPlaceholder }) => isPlaceholder).length
  const isPartial = missing > 0 && missing < parts.length
  useEffect(() => onPartial(isPartial), [isPartial, onPartial])
  return <DateSegment className="date-segment" segment={segment} />
}

/** A field that is begun anew forgets what was written in part; the focus stays in it. */
function useEmptied() {
  const field = useRef<HTMLDivElement>(null)
  const [emptied, setEmptied] = useState(0)
  useEffect(() => {
    if (emptied > 0) field.current?.querySelector<HTMLElement>('[role="spinbutton"]')?.focus()
  }, [emptied])
  return { field, emptied, empty: () => setEmptied((times) => times + 1) }
}

function lastDayOf(expiresAt: string, timeZone: string): CalendarDate {
  return toCalendarDate(parseAbsolute(expiresAt, timeZone).subtract({ milliseconds: 1 }))
}
