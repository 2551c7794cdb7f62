import type { BenchOptions } from '../options.ts'
import type { Pgbench } from '../pgbench.ts'
import type { Product } from '../product.ts'

/** What a bar measures with. */
export type BarContext = { product: Product; pgbench: Pgbench; options: BenchOptions; say(text: string): void }
