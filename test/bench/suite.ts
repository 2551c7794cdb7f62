import type { BarReport } from './report.ts'

/** What is measured in one run, with the servers that it takes. */
export type Suite = {
  postgresVersion: string
  bars: readonly { name: string; measure(): Promise<BarReport> }[]
  stop(): Promise<void>
}
