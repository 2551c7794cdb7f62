import { useTranslations } from 'use-intl'
import type { Provider } from '../gql/graphql.ts'

/** In the order in which they are offered. */
export const providers = [
  'OKTA',
  'ENTRA_ID',
  'GOOGLE_WORKSPACE',
  'ONELOGIN',
  'JUMPCLOUD',
  'PING_IDENTITY',
  'OTHER',
] as const satisfies readonly Provider[]

const names: Record<Exclude<Provider, 'OTHER'>, string> = {
  OKTA: 'Okta',
  ENTRA_ID: 'Microsoft Entra ID',
  GOOGLE_WORKSPACE: 'Google Workspace',
  ONELOGIN: 'OneLogin',
  JUMPCLOUD: 'JumpCloud',
  PING_IDENTITY: 'Ping Identity',
}

/** As its makers write it. */
export function useProviderName(): (provider: Provider) => string {
  const t = useTranslations('common')
  return (provider) => (provider === 'OTHER' ? t('otherProvider') : names[provider])
}
