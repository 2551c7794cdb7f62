import type { Command } from '../store/transaction.ts'
import type { SpendChange, SpendChangeResult } from './spend-change.ts'

export const changeSpend: Command<SpendChange, SpendChangeResult> = {
  name: 'changeSpend',
  position: 60,
  run() {
    throw new Error('not built yet')
  },
}
