import { createFalseClock } from '../support/clock.ts'
import { type AskOptions, type HarnessOptions, start } from '../support/harness.ts'

export const JOB_FRAGMENT = `fragment WholeJob on Job {
  id state total waiting sent failed unknown cancelled createdAt startedAt endedAt pause { since code }
}`

const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { results { target } job { ...WholeJob } }
} ${JOB_FRAGMENT}`

export const guests = (count: number) => Array.from({ length: count }, (_, index) => `guest${index}`)

export const JOB = { from: 'u0001', body: { text: { content: 'hello to all' } }, asJob: true }

/** A server on a false clock that does jobs, unless it is told not to. */
export async function openJobs(options: Omit<HarnessOptions, 'clock'> = {}) {
  const clock = createFalseClock()
  const { env, sandbox, ...rest } = options
  const server = await start({
    ...{ doesJobs: true, random: () => 0, ...rest, clock },
    env: { DRAIN_MS: '0', ...env },
    sandbox: { tokenTtlSeconds: 10_000_000, ...sandbox },
  })
  const { store } = server.sandbox
  const before = store.messages.length
  await clock.until(server.upstream.ready())
  const messages = () => store.messages.slice(before)
  const ask = (query: string, variables: object = {}, asking: AskOptions = {}) =>
    clock.until(server.ask(query, variables, asking))

  async function send(input: object, asking: AskOptions = {}) {
    const { data, errors } = await ask(SEND, { input: { ...JOB, ...input } }, asking)
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data.sendMessage.job
  }
  async function look(id: string, asking: AskOptions = {}) {
    const { data } = await ask(
      `query($id: ID!) { job(id: $id) { ...WholeJob } } ${JOB_FRAGMENT}`,
      { id },
      asking,
    )
    return data.job
  }
  return {
    ...server,
    ask,
    /** Without moving the clock. */
    askNow: server.ask,
    clock,
    messages,
    /** Of the messages that were sent, in their order. */
    targets: () => messages().map(({ target }) => target),
    /** The job that a message has become. */
    send,
    refused: async (input: object, asking: AskOptions = {}) => {
      const { errors } = await ask(SEND, { input: { ...JOB, ...input } }, asking)
      return errors?.map(({ extensions }) => extensions.code)
    },
    look,
    cancel: async (id: string, asking: AskOptions = {}) =>
      ask(
        `mutation($id: ID!) { cancelJob(id: $id) { job { ...WholeJob } } } ${JOB_FRAGMENT}`,
        { id },
        asking,
      ),
    /** Runs the clock until the job has come to an end. */
    async ended(id: string, withinMs = 600_000) {
      for (let ms = 0; ms < withinMs; ms += 500) {
        const job = await look(id)
        if (job.endedAt !== null) return job
        await clock.run(500)
      }
      throw new Error(`${JSON.stringify(await look(id))} has not ended`)
    },
    /** All of its results, page by page. */
    async results(id: string, status: string | null = null, first = 100) {
      const found: { target: string; status: string; messageId: string | null; error: unknown }[] = []
      for (let after: string | null = null; ; ) {
        const { data, errors } = await ask(RESULTS, { id, status, first, after })
        if (errors !== undefined) throw new Error(JSON.stringify(errors))
        const { edges, pageInfo } = data.job.results
        found.push(...edges.map(({ node }: { node: (typeof found)[number] }) => node))
        if (!pageInfo.hasNextPage) return found
        after = pageInfo.endCursor
      }
    },
  }
}

const RESULTS = `query($id: ID!, $status: SendStatus, $first: Int, $after: String) {
  job(id: $id) { results(first: $first, after: $after, status: $status) {
    edges { node { target status messageId message { id } error { code } } } pageInfo { hasNextPage endCursor }
  } }
}`
