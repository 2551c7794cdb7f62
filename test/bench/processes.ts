import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ServerProcess } from '../replay/server-process.ts'

/** What the kernel keeps about our processes. Linux only: elsewhere there is no /proc. */

// Clock ticks of /proc: 100 a second on every Linux that Node runs on.
const tickMs = 10

export const hasProc = process.platform === 'linux'

/** utime and stime, and of children that have ended when `withEnded`. */
function cpuMsOf(pid: number | string, withEnded: boolean): number {
  // The name of the program may hold spaces and parentheses; what follows it is numbers.
  const fields = statOf(pid)
  const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number) as [number, number, number, number]
  return (utime + stime + (withEnded ? cutime + cstime : 0)) * tickMs
}

function statOf(pid: number | string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function childrenOf(parent: number): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      return Number(statOf(name)[1]) === parent
    } catch {
      // It ended meanwhile.
      return false
    }
  })
}

/** Milliseconds of CPU of one process since it began. */
export function processorMs(pid: number): number {
  return cpuMsOf(pid, false)
}

/** The same of a server and all processes of its PostgreSQL, those included that have ended. */
export async function serverProcessorMs(server: ServerProcess): Promise<number> {
  const postmaster = await postmasterPid(server)
  let total = cpuMsOf(server.pid, false) + cpuMsOf(postmaster, true)
  for (const child of childrenOf(postmaster)) {
    try {
      total += cpuMsOf(child, false)
    } catch {
      // It ended meanwhile; its parent has it now, and the next reading, too.
    }
  }
  return total
}

async function postmasterPid({ dataDirectory }: ServerProcess): Promise<number> {
  return Number((await readFile(path.join(dataDirectory, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
}

/** Memory of one process that no file stands behind, in MiB: heap, stacks, buffers. */
export async function anonymousMiB(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = /^Anonymous:\s+(\d+) kB/m.exec(rollup)?.[1]
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup does not say how much memory is anonymous.`)
  return Number(kilobytes) / 1024
}
