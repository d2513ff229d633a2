import type { Row } from './reads.ts'

const JOB = `fragment WholeJob on Job {
  id state total waiting sent failed unknown cancelled createdAt startedAt endedAt pause { since code }
  results(first: 100) { edges { cursor node { target status error { code } } } pageInfo { endCursor } }
}`

const users = Array.from({ length: 10_000 }, (_, index) => `guest${index}`)
const sendOf = (to: string) => `mutation { sendMessage(input: {
  from: "u0001", to: { ${to} }, body: { text: { content: "Hi" } }, asJob: true
}) { job { id } } }`

export const JOBS: readonly Row[] = [
  {
    what: 'a text to 10,000 users as a job, until its end',
    query: `mutation($users: [String!]!) { sendMessage(input: {
      from: "u0001", to: { users: $users }, body: { text: { content: "Hi" } }, asJob: true
    }) { job { ...WholeJob } } } ${JOB}`,
    variables: { users },
    doesJobs: true,
    traffic: { 'message-send-users': 17 },
  },
  {
    what: 'a text to seven groups as a job, until its end',
    query: sendOf('groups: ["1", "2", "3", "4", "5", "6", "7"]'),
    doesJobs: true,
    traffic: { 'message-send-groups': 3 },
  },
  {
    what: 'a job that is looked at',
    before: sendOf('users: ["u0002"]'),
    query: `query($id: ID!) { job(id: $id) { ...WholeJob } node(id: $id) { ...WholeJob } } ${JOB}`,
    traffic: {},
  },
  {
    what: 'a job that is cancelled',
    before: sendOf('users: ["u0002"]'),
    query: `mutation($id: ID!) { cancelJob(id: $id) { job { ...WholeJob } } } ${JOB}`,
    traffic: {},
    isHere: true,
  },
]
