import { parseAbsolute, toCalendarDate, toZoned, today, type CalendarDate } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
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

/** The last day on which a limit counts, in the team's time zone; the moment after it is what the API is told. */
export function ExpiryField({
  value,
  onChange,
  onValid,
}: {
  value: string | null
  onChange(expiresAt: string | null): void
  onValid(isValid: boolean): void
}) {
  const t = useTranslations('limitEditor')
  const { timeZone } = useViewer().team
  const first = today(timeZone)
  const last = first.add(longest).subtract({ days: 1 })
  function change(day: CalendarDate | null): void {
    onValid(day === null || (day.compare(first) >= 0 && day.compare(last) <= 0))
    onChange(day && toZoned(day.add({ days: 1 }), timeZone).toAbsoluteString())
  }
  return (
    <DatePicker
      className="field"
      value={value === null ? null : lastDayOf(value, timeZone)}
      minValue={first}
      maxValue={last}
      onChange={change}
      validationBehavior="aria"
    >
      <Label className="label">{t('lastDay')}</Label>
      <div className="row">
        <Group className="input date-group">
          <DateInput className="date-input">{(segment) => <DateSegment className="date-segment" segment={segment} />}</DateInput>
          <AriaButton className="button button-quiet icon-button">
            <CalendarDays aria-hidden size={16} />
          </AriaButton>
        </Group>
        {value !== null && (
          <Button look="quiet" slot={null} onPress={() => change(null)}>
            {t('withoutEnd')}
          </Button>
        )}
      </div>
      <Text slot="description" className="hint">
        {t('lastDayHint', { timeZone })}
      </Text>
      <FieldError className="field-error" />
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

function lastDayOf(expiresAt: string, timeZone: string): CalendarDate {
  return toCalendarDate(parseAbsolute(expiresAt, timeZone).subtract({ milliseconds: 1 }))
}
