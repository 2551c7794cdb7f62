import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { verificationChecks, type Finding } from '../store/verification.ts'
import { builder } from './builder.ts'
import { mostItems } from './list-size.ts'
import { requireId } from './reach.ts'

const VerificationCheck = builder.enumType('VerificationCheck', {
  description: 'What was worked out again and compared.',
  values: verificationChecks,
})

const VerificationFinding = builder.objectRef<Finding>('VerificationFinding').implement({
  description: 'Something derived that is not what it is derived from. There should be none.',
  authScopes: { platform: true },
  fields: (t) => ({
    check: t.expose('check', { type: VerificationCheck }),
    teamId: t.id({ resolve: ({ teamId }) => toId('team', teamId) }),
    subjectId: t.exposeID('subjectId', { description: 'Of what is wrong: a directory, a group, a user, …' }),
    message: t.exposeString('message'),
  }),
})

/** One answer does not hold more. */
const mostInAnswer = 1_000

builder.queryField('verification', (t) =>
  t.field({
    description:
      'Works out again everything that is derived (counts, totals, the numbering of logs), and answers what differs: of one team or of all, each as of one moment. For the platform key; it may take long, and `npm run verify` takes all the time it needs.',
    authScopes: { platform: true },
    type: [VerificationFinding],
    ...mostItems(mostInAnswer),
    args: { teamId: t.arg.id() },
    async resolve(_, args, { database, verify }) {
      const teamId = args.teamId == null ? undefined : requireId('team', args.teamId)
      if (teamId !== undefined && !(await database.team.findUnique({ where: { id: teamId, isScratch: false }, select: { id: true } })))
        throw notFound(`Team ${args.teamId}`)
      const findings: Finding[] = []
      for await (const { findings: found } of verify(teamId)) {
        findings.push(...found.slice(0, mostInAnswer - findings.length))
        if (findings.length >= mostInAnswer) break
      }
      return findings
    },
  }),
)
