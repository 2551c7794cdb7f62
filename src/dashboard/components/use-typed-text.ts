import { useEffect, useRef, useState } from 'react'

const pauseMilliseconds = 250

/** Text that is typed, and told on when the typing pauses. What comes from elsewhere, such as a step back in the history, takes its place. */
export function useTypedText(value: string, tell: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    // An echo of what was told is not to undo what was typed since.
    if (value !== told) {
      setTyped(value)
      setTold(value)
    }
  }
  const latest = useRef(tell)
  useEffect(() => {
    latest.current = tell
  })
  const text = typed.trim()
  useEffect(() => {
    if (text === told) return undefined
    const timer = setTimeout(() => {
      setTold(text)
      latest.current(text)
    }, pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [text, told])
  return [typed, setTyped]
}
