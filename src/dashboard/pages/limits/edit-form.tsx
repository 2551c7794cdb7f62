import { useEffect, useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { useLocale, useTranslations } from 'use-intl'
import { TextField } from '../../components/fields.tsx'
import { parseAmount } from '../../components/limit-editor-amount.ts'
import type { MoneyFacts } from '../../components/money.tsx'
import type { BulkEdit } from './bulk-edit.ts'

type Action = BulkEdit['action']

/** What is to be set for all. `hasLimits`: there are limits to raise or to take away. Tells undefined while it says nothing yet. */
export function EditForm({
  money,
  hasLimits,
  onChange,
}: {
  money: MoneyFacts
  hasLimits: boolean
  onChange(edit: BulkEdit | undefined): void
}) {
  const t = useTranslations('limits')
  const locale = useLocale()
  const [action, setAction] = useState<Action>('AMOUNT')
  const [amount, setAmount] = useState('')
  const [percent, setPercent] = useState('10')
  const actions: readonly Action[] = hasLimits ? ['AMOUNT', 'PERCENT', 'UNLIMITED', 'CLEAR'] : ['AMOUNT', 'UNLIMITED']
  const edit = editOf(action, amountIn(amount, locale, money), percentIn(percent))
  const text = JSON.stringify(edit)
  useEffect(() => onChange(text === undefined ? undefined : (JSON.parse(text) as BulkEdit)), [text, onChange])
  return (
    <div className="form">
      <RadioGroup className="field" value={action} onChange={(value) => setAction(value as Action)}>
        <Label className="label">{t('edit.what')}</Label>
        {actions.map((value) => (
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
          onChange={setAmount}
          isInvalid={amount !== '' && !edit}
        />
      )}
      {action === 'PERCENT' && (
        <NumberText
          label={t('edit.percent')}
          error={t('edit.percentInvalid')}
          value={percent}
          onChange={setPercent}
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
