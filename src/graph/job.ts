import type { Job } from '../sources/jobs.ts'
import { builder } from './builder.ts'
import { connectionOf, pageArgs } from './connection.ts'
import { SendResultType, SendStatusType } from './send-result.ts'

const JobStateType = builder.enumType('JobState', {
  description: 'How far a job is.',
  values: {
    WAITING: { description: 'Nothing of it has been sent yet.' },
    RUNNING: { description: 'It is being sent, in the time that requests leave.' },
    PAUSED: { description: 'The service does not take it at the moment; it goes on by itself.' },
    CANCELLED: { description: 'Nothing of it is begun any more; what was under way ends as it ends.' },
    DONE: { description: 'Of each target it is told what became of it.' },
  } as const,
})

const JobPauseType = builder.objectRef<NonNullable<Job['pause']>>('JobPause').implement({
  description: 'Why a job does not go on.',
  fields: (t) => ({
    since: t.expose('since', { type: 'DateTime', nullable: false, description: 'When that began.' }),
    code: t.exposeString('code', {
      nullable: false,
      description:
        'For programs: one of the codes that `extensions.code` can have as well, such as UPSTREAM_UNAVAILABLE.',
    }),
  }),
})

const SendResultConnection = builder.connectionObject(
  {
    type: SendResultType,
    name: 'SendResultConnection',
    description: 'A page of what became of the targets of a job.',
  },
  { name: 'SendResultEdge', description: 'What became of one target, and its place in the list.' },
)

const count = (description: string) => ({ nullable: false, description }) as const

export const JobType = builder.objectRef<Job>('Job')

builder.node(JobType, {
  description:
    'A message to many that is sent in the background: call by call, as the rate of the service and the requests of all others let it. It goes on after a restart of this server; one that was killed leaves at most one call of it UNKNOWN. To look at it costs nothing.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Job',
  id: { resolve: (job) => job.id, description: 'Global id, for `job`, `cancelJob`, `node` and `nodes`.' },
  fields: (t) => ({
    state: t.expose('state', { type: JobStateType, nullable: false, description: 'How far it is.' }),
    total: t.exposeInt('total', count('Its targets.')),
    waiting: t.exposeInt(
      'waiting',
      count('Those of which nothing is known yet: they wait, or are under way.'),
    ),
    sent: t.exposeInt('sent', count('Those to whom it was sent.')),
    failed: t.exposeInt(
      'failed',
      count('Those to whom it was certainly not sent, because the service refused.'),
    ),
    unknown: t.exposeInt(
      'unknown',
      count('Those of whom no clear answer came. It is not sent to them again by itself.'),
    ),
    cancelled: t.exposeInt('cancelled', count('Those to whom it was not sent because it was cancelled.')),
    pause: t.expose('pause', { type: JobPauseType, description: 'Why it is PAUSED; else null.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', nullable: false, description: 'When it was made.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When its first call was made.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      description:
        'When nothing was left to do. 7 days after it (setting `JOB_KEPT_HOURS`) the job is forgotten.',
    }),
    results: t.field({
      type: SendResultConnection,
      description:
        'What became of its targets, in the order given; those that wait are not there yet. Costs nothing by itself.',
      args: {
        ...pageArgs,
        status: t.arg({ type: SendStatusType, description: 'Only those of this status.' }),
      },
      resolve: (job, { status, ...args }, { jobs }) =>
        connectionOf(args, {
          page: (request) => jobs.results(job, request, status ?? null),
          edge: (node) => ({ node }),
        }),
    }),
  }),
})

const CancelJobPayload = builder.objectRef<{ readonly job: Job }>('CancelJobPayload').implement({
  description: 'A job that is cancelled.',
  fields: (t) => ({
    job: t.expose('job', { type: JobType, nullable: false, description: 'The job as it is now.' }),
  }),
})

const idArg = { required: true, description: 'The `id` of the job.' } as const

builder.queryField('job', (t) =>
  t.field({
    type: JobType,
    description: 'The job with this id, or null when there is none, or no longer. Costs nothing.',
    args: { id: t.arg.id(idArg) },
    resolve: (_root, { id }, { jobs }) => jobs.byId(id),
  }),
)

builder.mutationField('cancelJob', (t) =>
  t.field({
    type: CancelJobPayload,
    description:
      'Begins nothing more of a job; the call under way ends as it ends. Again, or after its end, it changes nothing. Null when there is no such job. Costs nothing.',
    args: { id: t.arg.id(idArg) },
    resolve: async (_root, { id }, { jobs }) => {
      const job = await jobs.cancel(id)
      return job === null ? null : { job }
    },
  }),
)
