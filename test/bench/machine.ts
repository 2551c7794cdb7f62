import { readFileSync } from 'node:fs'
import os from 'node:os'

export type Machine = {
  processor: string
  cores: number
  memoryGiB: number
  system: string
  node: string
  postgres: string
  loadBefore: number
}

export function describeMachine(postgresVersion: string): Machine {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: systemName(),
    node: process.version,
    postgres: postgresVersion,
    loadBefore: os.loadavg()[0]!,
  }
}

function systemName(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
    if (name) return name
  } catch {
    // Not a Linux with that file.
  }
  return `${os.type()} ${os.release()}`
}

export function formatMachine({ processor, cores, memoryGiB, system, node, postgres, loadBefore }: Machine): string {
  return `${cores} cores of ${processor}, ${memoryGiB} GiB, ${system}, Node ${node}, PostgreSQL ${postgres}; load before: ${loadBefore.toFixed(2)}`
}
