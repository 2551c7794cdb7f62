import { textOfError, type Report } from './problem.ts'
import type { Payload } from './connection.ts'

/** `authorization`: the value of an Authorization header, such as `Bearer hc_key_…`. `expiresAt`: RFC 3339, when it is known. */
export type Credential = string | { authorization: string; expiresAt?: Date | string }

/** Answers the credential as it is now. Asked for every socket and before every automatic renewal. */
export type Authorization = () => Credential | Promise<Credential>

/** The server's answer. `renewed: false`: the socket goes on with the old credential, and `message` says why. `expiresAt`: RFC 3339. */
export type RenewalAnswer = { renewed: boolean; expiresAt?: string | null; message?: string | null }

export type CredentialOptions = {
  authorization: Authorization | undefined
  /** How long before its end a credential is renewed, in milliseconds; 0 never. */
  renewBeforeMilliseconds: number
  /** Sends a ping with this payload and resolves with the payload of its pong. */
  ask(payload: Payload): Promise<Payload>
  report: Report
}

/** A timer takes no more. */
const longestTimerMilliseconds = 2 ** 31 - 1

/** Lets sockets in, and renews the credential of the open one before it expires. */
export function createCredential({ authorization, renewBeforeMilliseconds, ask, report }: CredentialOptions) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let expiresAt: number | undefined

  async function read(): Promise<{ authorization: string; expiresAt?: Date | string }> {
    const credential = await authorization!()
    const read = typeof credential === 'string' ? { authorization: credential } : credential
    if (typeof read?.authorization === 'string' && read.authorization !== '') return read
    throw new TypeError('`authorization()` answered no credential: it must answer a text, or { authorization, expiresAt }.')
  }

  async function send(text: string): Promise<RenewalAnswer> {
    const answer = await ask({ authorization: text })
    if (typeof answer['renewed'] !== 'boolean') throw new Error('The server does not renew credentials on an open socket.')
    return answer as RenewalAnswer
  }

  async function renewInTime(): Promise<void> {
    try {
      const { authorization: text, expiresAt: ownExpiry } = await read()
      const answer = await send(text)
      if (answer.renewed) return expire(answer.expiresAt ?? ownExpiry)
      // Of no use to say it again. When the time is over the server closes with 4403, and the next socket asks anew.
      report({ type: 'renewalFailed', detail: answer.message ?? 'the server did not take the renewed credential' })
    } catch (error) {
      report({ type: 'renewalFailed', detail: textOfError(error), cause: error })
      schedule()
    }
  }

  function expire(at: Date | string | null | undefined): void {
    const time = at == null ? Number.NaN : new Date(at).getTime()
    expiresAt = Number.isNaN(time) ? undefined : time
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    if (expiresAt === undefined || renewBeforeMilliseconds <= 0 || authorization === undefined) return
    const remaining = expiresAt - Date.now()
    // Of a short life the second half is for renewing, and of what is left after a failure again.
    const delay = Math.max(remaining / 2, remaining - renewBeforeMilliseconds)
    if (delay < 100) return
    timer = setTimeout(
      () => (delay > longestTimerMilliseconds ? schedule() : void renewInTime()),
      Math.min(delay, longestTimerMilliseconds),
    )
  }

  return {
    /** The payload of connection_init; undefined without `authorization`, for servers that know the caller by a cookie. */
    async connectionParams(): Promise<Payload | undefined> {
      expiresAt = undefined
      if (!authorization) return undefined
      const credential = await read()
      const time = credential.expiresAt === undefined ? Number.NaN : new Date(credential.expiresAt).getTime()
      if (!Number.isNaN(time)) expiresAt = time
      return { authorization: credential.authorization }
    },
    /** Let in. The server may say in connection_ack when that ends. */
    acknowledged(payload: Payload | undefined): void {
      const told = payload?.['expiresAt']
      if (typeof told === 'string') expire(told)
      else schedule()
    },
    async renew(text?: string): Promise<RenewalAnswer> {
      const credential = text === undefined && authorization ? await read() : { authorization: text ?? '', expiresAt: undefined }
      if (credential.authorization === '')
        throw new TypeError('There is no credential to renew with: give it to renew(), or `authorization` to createLiveClient.')
      const answer = await send(credential.authorization)
      if (answer.renewed) expire(answer.expiresAt ?? credential.expiresAt)
      return answer
    },
    /** The socket is gone, and with it what would be renewed. */
    stop(): void {
      clearTimeout(timer)
    },
  }
}
