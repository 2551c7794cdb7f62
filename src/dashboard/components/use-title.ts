import { useEffect } from 'react'

/** What the browser calls its tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title
  }, [title])
}
