import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ask } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import { useViewer } from '../session.tsx'
import { Callout } from './badge.tsx'
import { Button } from './button.tsx'
import { AmountField, useAmount } from './limit-editor-amount-field.tsx'
import { isAlready, type LimitDraft } from './limit-editor-draft.ts'
import { ExpiryField } from './limit-editor-expiry.tsx'
import { LimitPreview } from './limit-editor-preview.tsx'
import type { CurrentLimit, LimitTarget } from './limit-target.ts'
import { useLimitText } from './money.tsx'
import { ErrorState, Loading } from './states.tsx'

// There is an amount of money in every team, if only that nothing was spent: it tells the digits.
const LimitCurrency = graphql(`
  query LimitCurrency {
    team {
      spend {
        spent {
          currency
          minorUnitDigits
        }
      }
    }
  }
`)

type Props = {
  target: LimitTarget
  current: CurrentLimit | null
  onClose(): void
  onSet(draft: LimitDraft, base: CurrentLimit | null): void
}

/** What a limit is to be, with what would come of it. Digits are never guessed: without a known amount the API is asked for them. */
export function LimitForm(props: Props) {
  const { currency } = useViewer().team
  const known = props.current?.amount?.minorUnitDigits
  const { data, error, refetch } = useQuery({
    queryKey: ['minorUnitDigits', currency],
    queryFn: ({ signal }) => ask(LimitCurrency, {}, signal),
    staleTime: Infinity,
    enabled: known === undefined,
  })
  const digits = known ?? data?.team?.spend.spent.minorUnitDigits
  if (digits !== undefined) return <Fields {...props} currency={{ currency, minorUnitDigits: digits }} />
  return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
}

const strong = (chunks: ReactNode): ReactNode => <strong>{chunks}</strong>

type Kind = LimitDraft['kind']
const kinds = ['amount', 'unlimited', 'none'] as const satisfies readonly Kind[]

function kindOf(limit: CurrentLimit | null): Kind {
  return limit === null ? 'amount' : limit.isUnlimited ? 'unlimited' : 'amount'
}

function Fields({ target, current, currency, onClose, onSet }: Props & { currency: { currency: string; minorUnitDigits: number } }) {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const [base, setBase] = useState(current)
  const [kind, setKind] = useState<Kind>(kindOf(current))
  const [expiresAt, setExpiresAt] = useState(current?.expiresAt ?? null)
  const amount = useAmount(current?.amount?.amountMinor, currency)
  const [isExpiryValid, setIsExpiryValid] = useState(true)
  const [complains, setComplains] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const field =
      form.current?.querySelector<HTMLInputElement>('.amount input') ?? form.current?.querySelector<HTMLInputElement>('input:checked')
    field?.focus()
  }, [])
  const hasDay = target.kind === 'USER' && kind !== 'none'
  const isDayWrong = hasDay && !isExpiryValid
  const draft = toDraft()
  const isOvertaken = (current?.version ?? 0) !== (base?.version ?? 0)

  function toDraft(): LimitDraft | null {
    if (kind === 'none') return { kind }
    if (isDayWrong) return null
    if (kind === 'unlimited') return { kind, expiresAt }
    return amount.amountMinor === undefined ? null : { kind, amount: { amountMinor: amount.amountMinor, ...currency }, expiresAt }
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    amount.complain()
    setComplains(true)
    if (!draft) focusWrong()
    else if (isAlready(draft, current)) onClose()
    else onSet(draft, current)
  }
  function focusWrong(): void {
    const isAmountWrong = kind === 'amount' && amount.amountMinor === undefined
    const fields = isAmountWrong ? ['.amount input'] : ['.date-segment[data-placeholder]', '.date-segment[role="spinbutton"]']
    const found = fields.map((selector) => form.current?.querySelector<HTMLElement>(selector))
    found.find((field) => field)?.focus()
  }
  return (
    <form ref={form} className="form" onSubmit={submit} noValidate>
      <p>
        {t(`lead.${target.kind}`)} {t.rich('now', { limit: limitText(current), strong })}
      </p>
      {isOvertaken && (
        <Callout tone="warning" title={t('overtaken', { before: limitText(base), now: limitText(current) })}>
          <span>{t('overtakenHint')}</span>
          <span className="row">
            <Button onPress={onClose}>{t('takeTheirs')}</Button>
            <Button look="quiet" onPress={() => setBase(current)}>
              {t('goOnWithMine')}
            </Button>
          </span>
        </Callout>
      )}
      <RadioGroup aria-label={t('kind')} value={kind} onChange={(value) => setKind(value as Kind)} className="limit-kinds">
        {kinds.map((one) => (
          <Radio key={one} value={one} className="limit-kind">
            <span className="radio-dot" aria-hidden="true" />
            {t(`kinds.${one}`)}
          </Radio>
        ))}
      </RadioGroup>
      {kind !== 'amount' && <p className="hint">{t(kind === 'none' ? `noneHint.${target.kind}` : 'unlimitedHint')}</p>}
      {kind === 'amount' && <AmountField amount={amount} />}
      {hasDay && <ExpiryField value={expiresAt} complains={complains} onChange={setExpiresAt} onValid={setIsExpiryValid} />}
      <LimitPreview target={target} draft={draft} current={current} isDayWrong={isDayWrong} />
      <div className="dialog-actions limit-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button look={kind === 'none' ? 'danger' : 'primary'} type="submit" isDisabled={isOvertaken}>
          {t(kind === 'none' ? 'clear' : 'set')}
        </Button>
      </div>
    </form>
  )
}
