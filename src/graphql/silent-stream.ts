import type { ExecutionResult } from 'graphql'
import type { Live } from './live-subscriptions.ts'

/** What graphql-ws holds of a subscription whose messages are written past it: yields nothing, and ends when the subscription does. */
export class SilentStream implements AsyncGenerator<ExecutionResult, void, void> {
  /** What is left when the stream ends, for whatever reason. */
  live: Live | undefined
  readonly #end = Promise.withResolvers<IteratorResult<ExecutionResult, void>>()
  constructor() {
    // Whether anybody waits for it is graphql-ws' business.
    this.#end.promise.catch(() => {})
  }
  next(): Promise<IteratorResult<ExecutionResult, void>> {
    return this.#end.promise
  }
  complete(): void {
    this.#leave()
    this.#end.resolve({ done: true, value: undefined })
  }
  fail(error: unknown): void {
    this.#leave()
    this.#end.reject(error instanceof Error ? error : new Error(String(error)))
  }
  async return(): Promise<IteratorResult<ExecutionResult, void>> {
    this.complete()
    return { done: true, value: undefined }
  }
  async throw(error: unknown): Promise<never> {
    this.complete()
    throw error
  }
  #leave(): void {
    const { live } = this
    this.live = undefined
    live?.leave()
  }
  [Symbol.asyncIterator](): this {
    return this
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.complete()
  }
}
