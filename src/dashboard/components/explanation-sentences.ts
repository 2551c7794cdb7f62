type MoneyFacts = { amountMinor: number; currency: string; minorUnitDigits: number }

type Amount = { isUnlimited: boolean; amount: MoneyFacts | null }
type Source = 'USER' | 'GROUP' | 'TEAM' | 'NONE' | 'INACTIVE_USER'
type Value = Amount & { source: Source }

/** What is told about an effective limit; of a candidate's target the name when it is a group. */
export type ExplanationFacts = Value & {
  candidates: readonly {
    isWinner: boolean
    spendLimit: Amount & { expiresAt: string | null; targetId: string; target: { __typename: string; displayName?: string } | null }
  }[]
  withoutWinner: Value | null
}
export type CandidateFacts = ExplanationFacts['candidates'][number]

export type SentenceKey =
  | 'unlimitedValue'
  | 'deletedGroup'
  | 'user'
  | 'until'
  | 'without'
  | 'withoutIt'
  | 'outcome'
  | 'gives'
  | 'tie'
  | 'also'
  | 'more'
  | 'highest'
  | 'onlyGroup'
  | 'replacesTeam'
  | 'team'
  | 'none'
  | 'inactive'
  | 'inactiveThen'
  | 'zero'
  | 'reasonInactive'
  | 'reasonUser'
  | 'reasonUserUntil'
  | 'reasonHighest'
  | 'reasonTie'
  | 'reasonTeam'
  | 'reasonBehindUser'
  | 'reasonLower'
  | 'reasonReplaced'

/** The reader's words: texts of the namespace `explanation`, money, moments and lists. `isOwn`: the reader is the one whose limit it is. */
export type Words = {
  t(key: SentenceKey, values?: Record<string, string | number>): string
  money(money: MoneyFacts): string
  moment(at: string): string
  list(names: readonly string[]): string
  isOwn: boolean
}

/** So many groups are named one by one. */
const namedGroups = 5

/** Why somebody may spend what they may, from what decided it. */
export function explanationSentences(facts: ExplanationFacts, words: Words): string[] {
  const { t } = words
  const own = words.isOwn ? 'yes' : 'no'
  const sentences = {
    USER: () => ofUser(facts, words),
    GROUP: () => ofGroups(facts, words),
    TEAM: () => [t('team', { own, value: valueText(facts, words) }), ...withoutIt(facts, words)],
    NONE: () => [t('none', { own })],
    INACTIVE_USER: () => [t('inactive', { own }), t('inactiveThen', { own, outcome: outcomeText(whenActive(facts), words) })],
  }[facts.source]()
  const isZero = facts.source !== 'INACTIVE_USER' && facts.amount?.amountMinor === 0
  return isZero ? [...sentences, t('zero')] : sentences
}

/** Why one limit counts or does not. */
export function candidateReason(candidate: CandidateFacts, facts: ExplanationFacts, words: Words): string {
  const { t } = words
  const winner = facts.candidates.find(({ isWinner }) => isWinner)
  if (!winner) return t('reasonInactive')
  if (candidate.isWinner) return reasonToWin(candidate, facts, words)
  switch (kindOf(winner)) {
    case 'USER':
      return t('reasonBehindUser')
    case 'GROUP':
      return kindOf(candidate) === 'TEAM'
        ? t('reasonReplaced')
        : t('reasonLower', { group: nameOf(winner, words), value: valueText(winner.spendLimit, words) })
    case 'TEAM':
      return t('reasonTeam')
  }
}

function reasonToWin(candidate: CandidateFacts, facts: ExplanationFacts, words: Words): string {
  const { t } = words
  switch (kindOf(candidate)) {
    case 'USER': {
      const { expiresAt } = candidate.spendLimit
      return expiresAt === null ? t('reasonUser') : t('reasonUserUntil', { date: words.moment(expiresAt) })
    }
    case 'GROUP': {
      const others = facts.candidates.filter((other) => other.isWinner && other !== candidate)
      return others.length === 0 ? t('reasonHighest') : t('reasonTie', { groups: namesOf(others, words) })
    }
    case 'TEAM':
      return t('reasonTeam')
  }
}

/** Whose limit a candidate is: ids say it also of what was deleted. */
export function kindOf({ spendLimit }: CandidateFacts): 'USER' | 'GROUP' | 'TEAM' {
  if (spendLimit.targetId.startsWith('user-')) return 'USER'
  return spendLimit.targetId.startsWith('group-') ? 'GROUP' : 'TEAM'
}

function ofUser(facts: ExplanationFacts, words: Words): string[] {
  const { t, isOwn } = words
  const own = isOwn ? 'yes' : 'no'
  const expiresAt = facts.candidates.find(({ isWinner }) => isWinner)?.spendLimit.expiresAt ?? null
  const applies = t('user', { own, unlimited: facts.isUnlimited ? 'yes' : 'no', value: valueText(facts, words) })
  if (expiresAt === null || !facts.withoutWinner) return [applies, ...withoutIt(facts, words)]
  return [applies, t('until', { date: words.moment(expiresAt), outcome: outcomeText(facts.withoutWinner, words) })]
}

function ofGroups(facts: ExplanationFacts, words: Words): string[] {
  const { t, isOwn } = words
  const own = isOwn ? 'yes' : 'no'
  const groups = facts.candidates.filter((candidate) => kindOf(candidate) === 'GROUP')
  const winners = groups.filter(({ isWinner }) => isWinner)
  const losers = groups.filter(({ isWinner }) => !isWinner)
  const team = facts.candidates.find((candidate) => kindOf(candidate) === 'TEAM')
  const value = valueText(facts, words)
  const sentences: string[] = []
  if (groups.length === 1) sentences.push(t('onlyGroup', { own, group: namesOf(winners, words), value }))
  else {
    const first = t(winners.length === 1 ? 'gives' : 'tie', { own, group: namesOf(winners, words), value })
    const others = losers
      .slice(0, namedGroups)
      .map((loser) => t('also', { group: nameOf(loser, words), value: valueText(loser.spendLimit, words) }))
    const more = losers.length > namedGroups ? [t('more', { count: losers.length - namedGroups })] : []
    sentences.push(t('highest', { list: [first, ...others, ...more].join(', ') }))
  }
  if (facts.withoutWinner)
    sentences.push(t('without', { group: namesOf(winners, words), outcome: outcomeText(facts.withoutWinner, words) }))
  const isTold = facts.withoutWinner?.source === 'TEAM'
  if (team && !isTold) sentences.push(t('replacesTeam', { value: valueText(team.spendLimit, words) }))
  return sentences
}

function withoutIt(facts: ExplanationFacts, words: Words): string[] {
  return facts.withoutWinner ? [words.t('withoutIt', { outcome: outcomeText(facts.withoutWinner, words) })] : []
}

/** What would apply to an inactive user: candidates stand in the order of the rule. */
function whenActive({ candidates }: ExplanationFacts): Value {
  const [first] = candidates
  return first ? { ...first.spendLimit, source: kindOf(first) } : { isUnlimited: true, amount: null, source: 'NONE' }
}

function outcomeText(value: Value, words: Words): string {
  return words.t('outcome', { source: value.source, unlimited: value.isUnlimited ? 'yes' : 'no', value: valueText(value, words) })
}

function valueText({ isUnlimited, amount }: Amount, { t, money }: Words): string {
  return isUnlimited || !amount ? t('unlimitedValue') : money(amount)
}

function nameOf({ spendLimit: { target } }: CandidateFacts, { t }: Words): string {
  return target?.displayName ?? t('deletedGroup')
}

function namesOf(candidates: readonly CandidateFacts[], words: Words): string {
  const names = candidates.slice(0, namedGroups).map((candidate) => nameOf(candidate, words))
  if (candidates.length > namedGroups) names.push(words.t('more', { count: candidates.length - namedGroups }))
  return words.list(names)
}
