import { comparisonKey } from './attributes.ts'

const mostEdits = 2

/**
 * Those of `candidates` whose names are close to `wanted`, the closest first, at most `most`: a typing error away, the same name at
 * another domain or with other punctuation, or one name within the other.
 */
export function closest<Candidate>(
  wanted: string,
  candidates: readonly Candidate[],
  namesOf: (candidate: Candidate) => readonly (string | null)[],
  most: number,
): Candidate[] {
  const key = comparisonKey(wanted)
  return candidates
    .map((candidate) => ({
      candidate,
      distance: Math.min(...namesOf(candidate).map((name) => (name === null ? far : distanceOf(key, comparisonKey(name))))),
    }))
    .filter(({ distance }) => distance < far)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

const far = 100

function distanceOf(wanted: string, name: string): number {
  if (wanted === name) return 0
  const edits = editDistance(wanted, name)
  if (edits <= mostEdits) return edits
  const [own, other] = [bare(localPart(wanted)), bare(localPart(name))]
  if (own.length < 3 || other.length < 3) return far
  if (own === other) return 3
  if (editDistance(own, other) <= 1) return 4
  return own.includes(other) || other.includes(own) ? 5 : far
}

const localPart = (name: string): string => name.split('@')[0]!
const bare = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '')

/** Insertions, deletions and replacements that make one text the other; more than `mostEdits` reads as one more than that. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > mostEdits || a.length > 256) return mostEdits + 1
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    if (Math.min(...next) > mostEdits) return mostEdits + 1
    row = next
  }
  return row[b.length]!
}
