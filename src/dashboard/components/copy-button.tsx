import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { useCopied } from './use-copied.ts'

/** A value to be taken somewhere else, such as a URL. Where it may not be copied by a press, it is selected for the keys. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslations('common')
  const code = useRef<HTMLElement>(null)
  const [isSelected, setIsSelected] = useState(false)
  const [isCopied, copy] = useCopied(() => {
    if (code.current) window.getSelection()?.selectAllChildren(code.current)
    setIsSelected(true)
  })
  return (
    <div className="copy-field">
      <span className="label">{label}</span>
      <div className="row">
        <code ref={code} className="copy-value">
          {value}
        </code>
        <Button aria-label={isCopied ? t('copied') : t('copyNamed', { name: label })} onPress={() => void copy(value)}>
          {isCopied ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
          {isCopied ? t('copied') : t('copy')}
        </Button>
      </div>
      <p className="hint" role="status">
        {isSelected && t('selected')}
      </p>
    </div>
  )
}
