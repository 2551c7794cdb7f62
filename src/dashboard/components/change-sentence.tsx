import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { TeamChange } from '../live/change-facts.ts'
import { useViewer } from '../session.tsx'
import { nameOfPerson, statementOf, targetKind, type StatementPart } from './change-statement.ts'
import { useSubject } from './change-subject.ts'
import { useLimitText, useMoneyText } from './money.tsx'

/** Of more members than this the rest is counted. */
const namedMembers = 3

/** A change as a sentence, with links to whom it is about. */
export function ChangeSentence({ change }: { change: TeamChange }) {
  const t = useTranslations('changes')
  const { key, parts, plain } = statementOf(change)
  const tags = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, () => <Part part={part} />]))
  return <span className="change-sentence">{t.rich(`sentences.${key}`, { ...plain, ...tags })}</span>
}

/** The name of a kind of change; of an unknown one as the API calls it. */
export function useChangeKindText(): (typename: string) => string {
  const t = useTranslations('changes')
  return (typename) => {
    const key = `kinds.${typename}` as Parameters<typeof t>[0]
    return t.has(key) ? t(key) : typename
  }
}

/** Who did it: the kind of the actor, and its name where there is one. */
export function ChangeActor({ actor }: { actor: TeamChange['actor'] }) {
  const t = useTranslations('changes')
  // What Headcount does by itself is labelled with the part of it that did.
  const hasName = actor.label !== '' && actor.kind !== 'PLATFORM' && actor.kind !== 'SYSTEM'
  if (!hasName) return <span>{t(`actors.${actor.kind}`)}</span>
  return (
    <span>
      {actor.label} <span className="hint">{t(`actors.${actor.kind}`)}</span>
    </span>
  )
}

function Part({ part }: { part: StatementPart }): ReactNode {
  const textOf = usePartText()
  switch (part.type) {
    case 'user':
    case 'group':
      return <SubjectLink id={part.id}>{part.name}</SubjectLink>
    case 'target':
      return <Target id={part.id} />
    case 'members':
      return <Members part={part} />
    case 'limit':
    case 'money':
    case 'text':
      return <strong className="number">{textOf(part)}</strong>
    default:
      return textOf(part)
  }
}

function Members({ part: { named, count } }: { part: Extract<StatementPart, { type: 'members' }> }) {
  const t = useTranslations('changes')
  const format = useFormatter()
  const shown = named.slice(0, namedMembers).map((member) => (
    <SubjectLink key={member.id} id={member.id}>
      {nameOfPerson(member)}
    </SubjectLink>
  ))
  const rest = count - shown.length
  return <>{format.list([...shown, ...(rest > 0 ? [<Fragment key="rest">{t('others', { count: rest })}</Fragment>] : [])])}</>
}

function Target({ id }: { id: string }) {
  const t = useTranslations('changes')
  const subject = useSubject(targetKind(id) === 'team' ? null : id)
  if (!subject) return t('loading')
  return <SubjectLink id={id}>{subject.name ?? t('deleted')}</SubjectLink>
}

/** Leads to the page of a user or group. Members have no such pages. */
function SubjectLink({ id, children }: { id: string; children: ReactNode }) {
  const { role } = useViewer()
  if (role !== 'ADMINISTRATOR') return <strong>{children}</strong>
  return targetKind(id) === 'group' ? (
    <Link to="/groups/$groupId" params={{ groupId: id }}>
      {children}
    </Link>
  ) : (
    <Link to="/people/$userId" params={{ userId: id }}>
      {children}
    </Link>
  )
}

/** What leads nowhere. */
function usePartText(): (part: Exclude<StatementPart, { type: 'user' | 'group' | 'target' | 'members' }>) => string {
  const t = useTranslations('changes')
  const format = useFormatter()
  const limitText = useLimitText()
  const moneyText = useMoneyText()
  return (part) => {
    switch (part.type) {
      case 'limit':
        return limitText(part.limit)
      case 'money':
        return moneyText(part.money)
      case 'attributes':
        return format.list(part.names.map(attributeText))
      case 'value':
        return part.text === null || part.text === '' ? t('nothing') : t('quoted', { text: part.text })
      case 'text':
        return part.text
      case 'percents':
        return format.list(part.percents.map((percent) => format.number(percent / 100, { style: 'percent' })))
      case 'plan':
        return t(`plans.${part.plan}`)
      case 'month':
        return format.dateTime(new Date(`${part.period}-15T12:00:00Z`), { month: 'long', year: 'numeric', timeZone: 'UTC' })
      case 'moment':
        return format.dateTime(new Date(part.at), { dateStyle: 'medium', timeStyle: 'short' })
    }
  }
  /** Attributes of an extension are named by their last part. */
  function attributeText(name: string): string {
    const last = name.slice(name.lastIndexOf(':') + 1)
    const key = `attributes.${last}` as Parameters<typeof t>[0]
    return t.has(key) ? t(key) : last
  }
}
