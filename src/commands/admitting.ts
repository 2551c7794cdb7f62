import { notAdmitted } from '../domain/errors.ts'
import { findAdmittedTokens } from '../store/directory.ts'
import type { Command } from '../store/transaction.ts'

/**
 * `tokenId`: the token that the request came with; it has to hold, and its directory has to be served, in the moment of the write.
 * `isGuarded`: the directory has a guard against mass removals (removal-guard.ts). The door's word may be some seconds old; `run` gets that
 * of the moment.
 */
export type Admission = { tokenId?: string | undefined; isGuarded?: boolean | undefined }

/**
 * A command for requests of identity providers. The door looked at token and gate before; between that look and the commit a token
 * may be revoked and a plan may lapse. So they are looked at again inside the transaction, for all requests of the commit at once.
 */
export function admitting<Input extends Admission, Result>(command: Command<Input, Result>): Command<Input, Result> {
  return {
    ...command,
    async run(transaction, inputs) {
      const admitted = await findAdmittedTokens(
        transaction,
        inputs.flatMap((input) => input.tokenId ?? []),
      )
      const isAdmitted = ({ tokenId }: Input): boolean => tokenId === undefined || admitted.has(tokenId)
      const some = inputs.filter(isAdmitted).map((input) => withGuard(input, admitted))
      const outcomes = (some.length > 0 ? await command.run(transaction, some) : []).values()
      return inputs.map((input) => (isAdmitted(input) ? outcomes.next().value! : { error: notAdmitted() }))
    },
  }
}

function withGuard<Input extends Admission>(input: Input, admitted: ReadonlyMap<string, { isGuarded: boolean }>): Input {
  const token = input.tokenId === undefined ? undefined : admitted.get(input.tokenId)
  return token && token.isGuarded !== Boolean(input.isGuarded) ? { ...input, isGuarded: token.isGuarded } : input
}
