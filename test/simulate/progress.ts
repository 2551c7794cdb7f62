import { Presets, SingleBar } from 'cli-progress'

/** What goes on, for whoever watches: a bar on a terminal, elsewhere a line every few seconds. */
export type Progress = {
  start(stage: string, total: number): void
  advance(by?: number): void
  say(text: string): void
  stop(): void
}

const lineEveryMs = 5_000

/** `status` is asked for the rest of the line, such as how many requests there were. */
export function createProgress(stream: NodeJS.WriteStream, status: () => string): Progress {
  return stream.isTTY ? createBar(stream, status) : createLines(stream, status)
}

function createBar(stream: NodeJS.WriteStream, status: () => string): Progress {
  let bar: SingleBar | undefined
  let said = ''
  const payload = () => ({ status: status(), said })
  const stop = () => {
    bar?.update(payload())
    bar?.stop()
    bar = undefined
  }
  return {
    start(stage, total) {
      stop()
      const amount = Number.isFinite(total) ? '{bar} {value}/{total}' : '{duration_formatted}'
      bar = new SingleBar({ stream, format: `${stage}  ${amount}  {status}  {said}`, hideCursor: true, fps: 8 }, Presets.shades_classic)
      bar.start(Number.isFinite(total) ? total : 1, 0, payload())
    },
    advance: (by = 1) => bar?.increment(by, payload()),
    say(text) {
      said = text
      bar?.update(payload())
    },
    stop,
  }
}

function createLines(stream: NodeJS.WriteStream, status: () => string): Progress {
  let timer: NodeJS.Timeout | undefined
  let line = () => ''
  let done = 0
  let said = ''
  const stop = () => {
    if (timer === undefined) return
    clearInterval(timer)
    timer = undefined
    stream.write(`${line()}\n`)
  }
  return {
    start(stage, total) {
      stop()
      done = 0
      said = ''
      line = () => [stage, Number.isFinite(total) ? `${done}/${total}` : '', status(), said].filter(Boolean).join('  ')
      timer = setInterval(() => stream.write(`${line()}\n`), lineEveryMs)
    },
    advance: (by = 1) => void (done += by),
    say: (text) => void (said = text),
    stop,
  }
}
