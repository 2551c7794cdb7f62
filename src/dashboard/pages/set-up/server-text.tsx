import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { DateTime } from '../../components/date-time.tsx'
import { guideOfLink } from './guide-links.ts'

/** Moments, guides, addresses of ours, and names of the API, as they stand in sentences of the server. */
const marked = /(\d{4}-\d\d-\d\dT[\d:.]+Z|docs\/providers\/[\w-]+\.md|\/sign-in\/team-[\w-]+|\/sso\/prove\b|\b[a-z]+(?:[A-Z][a-z]+)+\b)/

/** Whether a sentence tells programs what to call: of no use to whoever has these pages. */
export function namesApi(text: string): boolean {
  return /\b[a-z]+[A-Z]\w*|\b[A-Z]\w+\.[a-z]\w+/.test(text)
}

/** A sentence of the server. It comes in English; its moments are written as the reader's region has them, and its guides are led to. */
export function ServerText({ children }: { children: string }) {
  return (
    <span lang="en">
      {children.split(marked).map((part, index) => (index % 2 === 0 ? part : <Fragment key={index}>{markedPart(part)}</Fragment>))}
    </span>
  )
}

function markedPart(part: string): React.ReactNode {
  if (/^\d/.test(part)) return <DateTime at={part} />
  if (part.startsWith('/')) return <a href={part}>{part}</a>
  const guide = part.startsWith('docs/') ? guideOfLink(part.slice('docs/providers/'.length)) : undefined
  if (guide === undefined) return <code>{part}</code>
  return (
    <Link to="/set-up" search={{ topic: 'guide', provider: guide }}>
      {part}
    </Link>
  )
}
