import { useTranslations } from 'use-intl'
import type { LoggedRequest } from './logged-request.ts'

/** RFC 7644 §3.12, and the statuses that come without one of its words. */
const reasons = [
  'uniqueness',
  'invalidFilter',
  'invalidPath',
  'invalidSyntax',
  'invalidValue',
  'noTarget',
  'mutability',
  'tooMany',
  '401',
  '403',
  '404',
  '405',
  '412',
  '413',
  '415',
  '429',
  '500',
  '501',
] as const

/** Why a request was refused, in the reader's language; its detail, which the identity provider got, is English. */
export function useRefusedBecause(): (request: Pick<LoggedRequest, 'status' | 'scimType'>) => string {
  const t = useTranslations('directory')
  return ({ status, scimType }) => {
    const reason = reasons.find((one) => one === scimType) ?? reasons.find((one) => one === String(status))
    return reason === undefined ? t('refusedWithout') : t(`refusedBecause.${reason}`)
  }
}
