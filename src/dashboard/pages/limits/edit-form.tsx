import { Label, Radio, RadioGroup } from 'react-aria-components'
import { useLocale, useTranslations } from 'use-intl'
import { TextField } from '../../components/text-field.tsx'
import { parseAmount } from '../../components/limit-editor-amount.ts'
import type { MoneyFacts } from '../../components/money.tsx'
import type { BulkEdit } from './bulk-edit.ts'

type Action = BulkEdit['action']

/** What is typed of a change of many limits; it says nothing yet, or something wrong, where there is no edit in it. */
export type TypedEdit = { action: Action; amount: string; percent: string }

export const nothingTyped: TypedEdit = { action: 'AMOUNT', amount: '', percent: '10' }

/** `hasLimits`: there are limits to raise or to take away. */
type Scope = { money: MoneyFacts; hasLimits: boolean }

export function useEdit(typed: TypedEdit, { money, hasLimits }: Scope): BulkEdit | undefined {
  const locale = useLocale()
  return editOf(actionIn(typed, hasLimits), amountIn(typed.amount, locale, money), percentIn(typed.percent))
}

/** What is to be set for all. */
export function EditForm(props: Scope & { typed: TypedEdit; onChange(typed: TypedEdit): void }) {
  const { money, hasLimits, typed, onChange } = props
  const t = useTranslations('limits')
  const edit = useEdit(typed, props)
  const action = actionIn(typed, hasLimits)
  const { amount, percent } = typed
  return (
    <div className="form">
      <RadioGroup className="field" value={action} onChange={(value) => onChange({ ...typed, action: value as Action })}>
        <Label className="label">{t('edit.what')}</Label>
        {actionsFor(hasLimits).map((value) => (
          <Radio key={value} value={value} className="limits-radio">
            <span className="limits-radio-dot" aria-hidden="true" />
            {t(`edit.actions.${value}`)}
          </Radio>
        ))}
      </RadioGroup>
      {action === 'AMOUNT' && (
        <NumberText
          label={t('edit.amount', { currency: money.currency })}
          error={t('edit.amountInvalid', { currency: money.currency })}
          value={amount}
          onChange={(text) => onChange({ ...typed, amount: text })}
          isInvalid={amount !== '' && !edit}
        />
      )}
      {action === 'PERCENT' && (
        <NumberText
          label={t('edit.percent')}
          error={t('edit.percentInvalid')}
          value={percent}
          onChange={(text) => onChange({ ...typed, percent: text })}
          isInvalid={percent !== '' && !edit}
        />
      )}
    </div>
  )
}

/** Not the library's field for numbers: that one writes innerHTML, which the page's policy refuses. */
function NumberText(props: { label: string; error: string; value: string; isInvalid: boolean; onChange(value: string): void }) {
  return <TextField {...props} inputMode="decimal" autoComplete="off" />
}

function actionsFor(hasLimits: boolean): readonly Action[] {
  return hasLimits ? ['AMOUNT', 'PERCENT', 'UNLIMITED', 'CLEAR'] : ['AMOUNT', 'UNLIMITED']
}

/** What was chosen, as long as there is something to do it with. */
function actionIn({ action }: TypedEdit, hasLimits: boolean): Action {
  return actionsFor(hasLimits).includes(action) ? action : 'AMOUNT'
}

function amountIn(text: string, locale: string, money: MoneyFacts): number | undefined {
  const parsed = parseAmount(text, locale, money)
  return 'amountMinor' in parsed ? parsed.amountMinor : undefined
}

/** Above or below zero, and not below nothing at all. */
function percentIn(text: string): number | undefined {
  const plain = text.replaceAll(/[\s%]/g, '').replace('−', '-').replace(',', '.')
  const percent = /^[+-]?\d{1,5}(\.\d{1,2})?$/.test(plain) ? Number(plain) : 0
  return percent === 0 || percent < -100 ? undefined : percent
}

function editOf(action: Action, amountMinor: number | undefined, percent: number | undefined): BulkEdit | undefined {
  switch (action) {
    case 'AMOUNT':
      return amountMinor === undefined ? undefined : { action, amountMinor }
    case 'PERCENT':
      return percent === undefined ? undefined : { action, percent }
    case 'UNLIMITED':
    case 'CLEAR':
      return { action }
  }
}
