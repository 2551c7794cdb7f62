import { DomainError } from '../domain/errors.ts'

/**
 * What a request was refused for may be that its token or gate had ended: `readmit` throws then, and the caller hears of that instead.
 * A write without a result may be one that was not admitted, so for a write "not found" is such a refusal too.
 */
export async function readmitting<Answer>(
  { isWrite, readmit }: { isWrite: boolean; readmit: () => Promise<void> },
  answer: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code !== 'NOT_ADMITTED' && (error.code !== 'NOT_FOUND' || !isWrite)) throw error
    await readmit()
    if (error.code === 'NOT_FOUND') throw error
    return answer()
  }
}
