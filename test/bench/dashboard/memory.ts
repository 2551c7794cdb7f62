import type { CDPSession } from 'playwright-core'
import { check, toFigureRow, type BarReport } from '../report.ts'
import { mean } from '../statistics.ts'
import { startChurn } from './churn.ts'
import type { DashboardContext } from './dashboard-context.ts'
import { goTo, openWindow } from './window.ts'

const pages = ['Groups', 'Limits', 'Activity', 'Directory', 'People']

/** The heap of the page after a collection, from minute to minute, while changes arrive and somebody walks through the pages. */
export async function memory(context: DashboardContext): Promise<BarReport> {
  const page = await openWindow(context, '/people')
  const devTools = await page.context().newCDPSession(page)
  const churn = startChurn(context)
  const heaps: number[] = []
  const nodes: number[] = []
  try {
    const end = performance.now() + context.minutes * 60_000
    for (let minute = 0; performance.now() < end || heaps.length < 6; minute++) {
      for (const name of pages) {
        await goTo(page, name)
        await page.waitForTimeout((Math.min(1, context.minutes / 6) * 60_000) / pages.length)
      }
      const { heapMiB, nodeCount } = await measure(devTools)
      heaps.push(heapMiB)
      nodes.push(nodeCount)
      context.say(`minute ${minute + 1}: ${heapMiB.toFixed(1)} MiB, ${nodeCount} nodes`)
    }
  } finally {
    await churn.stop()
    await page.context().close()
  }
  // The first ones hold what is loaded once: pages, and the code that was compiled meanwhile.
  const early = heaps.slice(1, 4)
  const late = heaps.slice(-3)
  return {
    rows: [
      toFigureRow({ name: 'heap of the page at first', unit: 'MiB', figures: early, voidRounds: 0 }),
      toFigureRow({ name: `heap of the page after ${context.minutes} minutes of churn`, unit: 'MiB', figures: late, voidRounds: 0 }),
    ],
    checks: [
      check('the heap is steady (within a fifth)', true, mean(...late) <= mean(...early) * 1.2),
      check('the document is steady (within a fifth)', true, mean(...nodes.slice(-3)) <= mean(...nodes.slice(1, 4)) * 1.2),
      check('changes that were refused', [], churn.problems.slice(0, 3)),
    ],
    notes: [`Heap by minute, MiB: ${heaps.map((heap) => heap.toFixed(1)).join(' ')}; ${churn.perSecond().toFixed(1)} changes/s.`],
  }
}

async function measure(devTools: CDPSession): Promise<{ heapMiB: number; nodeCount: number }> {
  await devTools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  const { nodes } = await devTools.send('Memory.getDOMCounters')
  return { heapMiB: usedSize / 1024 / 1024, nodeCount: nodes }
}
