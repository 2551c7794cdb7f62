import { useEffect, useState } from 'react'

/** What somebody types, once they pause. */
export function useSettled(value: string, milliseconds = 200): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}
