import { useEffect, useState } from 'react'

/** A text as it is typed, told on when the typing rests. What comes from elsewhere (back, a link) replaces it. */
export function useSettled(value: string, tell: (value: string) => void, milliseconds = 250): [string, (value: string) => void] {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed === value) return undefined
    const timer = setTimeout(() => tell(typed), milliseconds)
    return () => clearTimeout(timer)
  }, [typed, value, tell, milliseconds])
  return [typed, setTyped]
}
