import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '../load.ts'
import { changesPerSecond, type DashboardContext } from './dashboard-context.ts'

export type Churn = { perSecond(): number; problems: string[]; stop(): Promise<void> }

const patch = (operations: object[]): object => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations })

/** An identity provider that never rests: people at the head of every list are renamed, and join and leave the large group, evenly spread over each second. */
export function startChurn({ team }: DashboardContext): Churn {
  const { stage, idOf } = team.population
  const connection = connect(stage.scimUrl, stage.scimToken, 8)
  const problems: string[] = []
  const under = new Set<Promise<void>>()
  const began = performance.now()
  let isOver = false
  let sent = 0

  async function change(number: number): Promise<void> {
    const person = idOf(number % 100)
    const answer =
      number % 5 === 0
        ? await connection.send('PATCH', `/Groups/${team.everybody.id}`, patch([memberChange(person, (number / 5) % 2 === 0)]))
        : await connection.send('PATCH', `/Users/${person}`, patch([{ op: 'replace', path: 'displayName', value: `Person ${number}` }]))
    if (answer.status >= 300) problems.push(`${answer.status}: ${answer.text.slice(0, 200)}`)
  }
  async function run(): Promise<void> {
    while (!isOver) {
      const due = Math.floor(((performance.now() - began) / 1000) * changesPerSecond)
      for (; sent < due; sent++) {
        const one = change(sent).catch((reason: Error) => void problems.push(reason.message))
        under.add(one)
        void one.finally(() => under.delete(one))
      }
      await delay(1000 / changesPerSecond)
    }
  }
  const running = run()
  return {
    problems,
    perSecond: () => sent / ((performance.now() - began) / 1000),
    async stop() {
      isOver = true
      await running
      await Promise.all(under)
      connection.close()
    },
  }
}

function memberChange(person: string, isLeaving: boolean): object {
  return isLeaving ? { op: 'remove', path: `members[value eq "${person}"]` } : { op: 'add', path: 'members', value: [{ value: person }] }
}
