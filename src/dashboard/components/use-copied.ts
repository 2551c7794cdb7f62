import { useEffect, useState } from 'react'

const shownMilliseconds = 2_000

/** Whether something was copied a moment ago, and how to copy it. A page that does not come over https may not copy, and a browser may refuse. */
export function useCopied(onRefused: () => void): [boolean, (text: string) => Promise<void>] {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setIsCopied(false), shownMilliseconds)
    return () => clearTimeout(timer)
  }, [isCopied])
  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setIsCopied(true)
    } catch {
      onRefused()
    }
  }
  return [isCopied, copy]
}
