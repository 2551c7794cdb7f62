/** Where the model tells that a promise was broken. The first finding ends the run; what follows from it is kept too, up to a bound. */
export class Findings {
  readonly texts: string[] = []
  readonly #abort = new AbortController()

  /** Aborted by the first finding. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  add(text: string): void {
    if (this.texts.length < 10) this.texts.push(text)
    this.#abort.abort(new Error(text))
  }
}
