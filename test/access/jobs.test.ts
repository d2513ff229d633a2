import { describe, expect, it } from 'vitest'
import { type Caller, openWorld } from './world.ts'

const FIELDS = `id state total waiting sent failed unknown cancelled createdAt
  results { edges { node { target recipient { __typename } } } }`
/** Of the right form, and of no job. */
const NO_JOB = btoa(`Job:${'0'.repeat(32)}`)

const WAYS = [
  { way: 'job', document: `query($id: ID!) { it: job(id: $id) { ${FIELDS} } }`, path: 'it' },
  {
    way: 'node',
    document: `query($id: ID!) { it: node(id: $id) { ... on Job { ${FIELDS} } } }`,
    path: 'it',
  },
  {
    way: 'nodes',
    document: `query($id: ID!) { it: nodes(ids: [$id]) { ... on Job { ${FIELDS} } } }`,
    path: 'it.0',
  },
]

describe.each(WAYS)('a job of a user, by $way', ({ document }) => {
  it.each(['anna', 'key'] satisfies Caller[])('is seen by %s', async (caller) => {
    const world = await openWorld()
    const { data, errors } = await world.askAs(caller, document, { id: world.job })
    expect(errors).toBeUndefined()
    expect([data.it].flat()).toMatchObject([{ id: world.job, total: 2, state: 'WAITING' }])
  })

  it.each(['carl', 'gina', 'sven'] satisfies Caller[])(
    'is to %s as one that is not there, at the same calls',
    async (caller) => {
      const [told, ofNone] = await Promise.all(
        [undefined, NO_JOB].map(async (none) => {
          const world = await openWorld()
          world.forget()
          const answer = await world.askAs(caller, document, { id: none ?? world.job })
          return { answer: { data: answer.data, errors: answer.errors }, calls: world.calls() }
        }),
      )
      expect(told).toEqual(ofNone)
      expect([told?.answer.data.it].flat()).toEqual([null])
    },
  )
})

describe('a job of admins', () => {
  it.each(WAYS)('is not there for users, by $way', async ({ document }) => {
    const world = await openWorld()
    const { data: made } = await world.askAs(
      'key',
      `mutation { sendMessage(input: {
        from: "anna", to: { users: ["anna"] }, body: { text: { content: "Hi" } }, asJob: true
      }) { job { id } } }`,
    )
    const { data } = await world.askAs('anna', document, { id: made.sendMessage.job.id })
    expect([data.it].flat()).toEqual([null])
  })
})

describe('cancelJob', () => {
  const CANCEL = 'mutation($id: ID!) { cancelJob(id: $id) { job { state } } }'

  it('of one that is not there is FORBIDDEN to users in the words for those of others, and null to admins', async () => {
    const world = await openWorld()
    const [ofOther, ofNone] = [
      await world.askAs('sven', CANCEL, { id: world.job }),
      await world.askAs('sven', CANCEL, { id: NO_JOB }),
    ]
    expect(ofOther).toEqual(ofNone)
    expect(ofNone).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
    expect(await world.askAs('key', CANCEL, { id: NO_JOB })).toMatchObject({ data: { cancelJob: null } })
  })

  it.each(['', 'x', btoa('User:anna'), btoa("Job:' OR 1"), btoa('Job:..')])(
    'refuses the id %j',
    async (id) => {
      const world = await openWorld()
      for (const caller of ['anna', 'key'] satisfies Caller[]) {
        for (const document of [CANCEL, 'query($id: ID!) { job(id: $id) { state } }']) {
          expect(await world.askAs(caller, document, { id })).toMatchObject({
            errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }],
          })
        }
      }
    },
  )
})
