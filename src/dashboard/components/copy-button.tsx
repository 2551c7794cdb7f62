import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { useCopied } from './use-copied.ts'

/** Copies a text; `name` says of what, for whoever does not see where the button stands. */
function CopyButton({ text, name }: { text: string; name: string }) {
  const t = useTranslations('common')
  const [isCopied, copy] = useCopied()
  return (
    <Button aria-label={isCopied ? t('copied') : t('copyNamed', { name })} onPress={() => copy(text)}>
      {isCopied ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
      {isCopied ? t('copied') : t('copy')}
    </Button>
  )
}

/** A value to be taken somewhere else, such as a URL. */
export function CopyField({ label, value }: { label: string; value: string }) {
  return (
    <div className="copy-field">
      <span className="label">{label}</span>
      <div className="row">
        <code className="copy-value">{value}</code>
        <CopyButton text={value} name={label} />
      </div>
    </div>
  )
}
