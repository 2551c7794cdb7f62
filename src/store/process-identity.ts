import { readFileSync } from 'node:fs'

/** A process id is used again; on Linux the start time beside it tells a process from a later one. */
export type ProcessIdentity = string

/** The identity of a living process, undefined when none has this id (a zombie has ended). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  if (process.platform !== 'linux') return isAlive(pid) ? String(pid) : undefined
  let facts: string
  try {
    facts = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // The name in parentheses may itself hold spaces and parentheses. After it: state is field 3, start time field 22.
  const fields = facts.slice(facts.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid}-${fields[19]}`
}

export function isLiveIdentity(identity: ProcessIdentity): boolean {
  return identityOf(Number.parseInt(identity, 10)) === identity
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (reason) {
    return (reason as NodeJS.ErrnoException).code === 'EPERM'
  }
}
