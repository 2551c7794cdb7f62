import { useEffect, useState } from 'react'

const shownMilliseconds = 2_000

/** Whether something was copied a moment ago, and how to copy it. */
export function useCopied(): [boolean, (text: string) => void] {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setIsCopied(false), shownMilliseconds)
    return () => clearTimeout(timer)
  }, [isCopied])
  return [isCopied, (text) => void navigator.clipboard.writeText(text).then(() => setIsCopied(true))]
}
