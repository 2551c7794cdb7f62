import { useEffect, useState, useSyncExternalStore, type RefCallback } from 'react'

/** Whether an element is on the screen, in a tab that is looked at. Before the first answer it counts as seen. */
export function useIsSeen(): [ref: RefCallback<Element>, isSeen: boolean] {
  const [element, setElement] = useState<Element | null>(null)
  const [isOnScreen, setIsOnScreen] = useState(true)
  useEffect(() => {
    if (!element) return undefined
    const observer = new IntersectionObserver((entries) => setIsOnScreen(entries.at(-1)?.isIntersecting ?? true))
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  const isTabShown = useSyncExternalStore(followVisibility, () => document.visibilityState === 'visible')
  return [setElement, isOnScreen && isTabShown]
}

function followVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
