import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'

/** `english`: what the server says of it. */
export type Notice = { tone: 'success' | 'error'; text: string; detail?: string; english?: string }

const queue = new ToastQueue<Notice>({ maxVisibleToasts: 3 })

/** Says what has become of something, for a moment; what failed stays until it is closed. */
export function notify(notice: Notice): void {
  queue.add(notice, notice.tone === 'error' ? {} : { timeout: 6_000 })
}

/** Of whoever is signed in: with them goes what they were told. */
export function Toasts() {
  const t = useTranslations('common')
  useEffect(() => () => queue.clear(), [])
  return (
    <ToastRegion queue={queue} className="toasts">
      {({ toast }) => (
        <Toast toast={toast} className={`toast toast-${toast.content.tone}`}>
          <ToastContent className="toast-content">
            <Text slot="title">{toast.content.text}</Text>
            {(toast.content.detail ?? toast.content.english) !== undefined && (
              <Text slot="description" className="error-text">
                {toast.content.detail !== undefined && <span>{toast.content.detail}</span>}
                {toast.content.english !== undefined && <span lang="en">{toast.content.english}</span>}
              </Text>
            )}
          </ToastContent>
          <Button slot="close" className="button button-quiet icon-button" aria-label={t('close')}>
            <X aria-hidden size={16} />
          </Button>
        </Toast>
      )}
    </ToastRegion>
  )
}
