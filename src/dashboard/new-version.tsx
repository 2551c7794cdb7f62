import { useCallback, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './components/button.tsx'

/** Whether the server has another build than the one that runs here: it is looked for when the server was away, or does not have our files any more. */
export function useNewVersion(): { isThere: boolean; look(): void } {
  const [isThere, setIsThere] = useState(false)
  const look = useCallback(() => {
    void hasOtherBuild().then((isOther) => isOther && setIsThere(true))
  }, [])
  useEffect(() => {
    // Of Vite: a part of the page could not be loaded.
    window.addEventListener('vite:preloadError', look)
    return () => window.removeEventListener('vite:preloadError', look)
  }, [look])
  return { isThere, look }
}

const entry = /<script\b[^>]*\bsrc="([^"]+)"/

/** No answer tells nothing. */
async function hasOtherBuild(): Promise<boolean> {
  const own = document.querySelector('script[type="module"][src]')?.getAttribute('src')
  const page = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } }).then(
    (response) => (response.ok ? response.text() : ''),
    () => '',
  )
  const served = entry.exec(page)?.[1]
  return own != null && served !== undefined && served !== own
}

export function NewVersion() {
  const t = useTranslations('shell')
  return (
    <div className="callout callout-info new-version" role="status">
      <div className="row">
        <span>{t('newVersion')}</span>
        <Button onPress={() => window.location.reload()}>{t('reload')}</Button>
      </div>
    </div>
  )
}
