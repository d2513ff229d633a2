import { type Example, globalId } from './example.ts'

const HOUR_MS = 3_600_000

/** The newest hour that the service can have a file of when the server starts. */
const LAST_HOUR = new Date(Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS).toISOString()

/** The picture of the demo world, as `POST /files` would have told where it is. */
const PICTURE = {
  url: 'https://a1.easemob.com/demo-org/demo-app/chatfiles/f0000001-56c1-11e9-822a-81ea50bb049d',
  secret: 'X9dIOlbBEemVjZs7gV9x7Yc-f0000001',
  filename: 'sun.png',
}

/** No job has this id; those that there are have ids that no tab can know before. */
const NO_JOB = globalId('Job', '0'.repeat(32))

/** What else clients do with messages, with ids of the demo data. */
export const MESSAGES: readonly Example[] = [
  {
    comment: [
      'Sends a picture that was uploaded before: what the body',
      'has is what POST /files answers. Open its addresses in',
      'the browser: behind the address of this server.',
      'Cost: 1 upstream call.',
    ],
    operation: `
mutation SendPicture($picture: ImageBodyInput!) {
  sendMessage(input: {
    from: "u0001"
    to: { users: ["u0002"] }
    body: { image: $picture }
  }) {
    results {
      status
      message {
        messageId
        ... on ImageMessage {
          file { filename downloadUrl }
          thumbnailUrl
          width
          height
        }
      }
      error { code message }
    }
  }
}`,
    variables: { picture: { ...PICTURE, width: 64, height: 64 } },
  },
  {
    comment: [
      'Sends a text and tells all users something, under a key',
      'each. The repetition has the same answer, to the id, and',
      'costs nothing; so does the whole tab when it is run',
      'again. Change a key: the text is sent once more, and the',
      'broadcast is refused, one in 30 minutes is its quota.',
      'Cost: 2 upstream calls, and 0 when it is run again.',
    ],
    operation: `
mutation SendOnce($input: SendMessageInput!, $all: BroadcastInput!) {
  first: sendMessage(input: $input) {
    results { status messageId }
  }
  repetition: sendMessage(input: $input) {
    results { status messageId }
  }
  broadcastToUsers(input: $all) { broadcastId }
}`,
    variables: {
      input: {
        from: 'u0001',
        to: { users: ['u0002'] },
        body: { text: { content: 'You get this once.' } },
        idempotencyKey: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      },
      all: {
        from: 'u0001',
        body: { text: { content: 'We are back.' } },
        idempotencyKey: '0f8fad5b-d9cb-469f-a165-70867728950e',
      },
    },
  },
  {
    comment: [
      'Lets a message of a group say something else, and takes',
      'another back, however old it is. Run again it is edited',
      'once more, which goes 10 times, and what was taken back',
      'is NOT_FOUND.',
      'Cost: 2 upstream calls: the edit, and 1 for each 30',
      'messages that are taken back.',
    ],
    operation: `
mutation EditAndRecall($edit: EditMessageInput!, $recall: RecallMessagesInput!) {
  editMessage(input: $edit) { messageId }
  recallMessages(input: $recall) {
    results { messageId status error { code message } }
  }
}`,
    variables: {
      edit: { messageId: '1029457500870543737', body: { text: { content: 'At nine, not at eight.' } } },
      recall: {
        messages: [{ messageId: '1029457500870543738', to: { group: '200000000000001' } }],
        force: true,
      },
    },
  },
  {
    comment: [
      'Brings two messages of another service into this one,',
      'as old as they are; then one user forgets what they said',
      'to each other, and the other keeps it. The second can be',
      'done 5 times a minute for each user.',
      'Cost: 3 upstream calls: 1 for each old message, and the',
      'deletion.',
    ],
    operation: `
mutation ImportAndDelete($old: [OldMessageInput!]!, $gone: DeleteConversationInput!) {
  importMessages(messages: $old) {
    results {
      target
      status
      message { sentAt from { username } ... on TextMessage { content } }
      error { code message }
    }
  }
  deleteConversation(input: $gone) { user { username } }
}`,
    variables: {
      old: [
        {
          from: 'u0001',
          to: { user: 'u0002' },
          body: { text: { content: 'Have you moved yet?' } },
          sentAt: '2020-01-01T09:00:00Z',
        },
        {
          from: 'u0002',
          to: { user: 'u0001' },
          body: { text: { content: 'Next week.' } },
          sentAt: '2020-01-01T09:01:00Z',
        },
      ],
      gone: { username: 'u0001', conversation: { user: 'u0002' }, withRoamingMessages: true },
    },
  },
  {
    comment: [
      'All that was said in one hour, whoever said it to whom:',
      'the hour before this server was started. It is fetched',
      'in the background; look at `state`, and ask again.',
      'Cost: 0 upstream calls.',
    ],
    operation: `
query MessagesOfAnHour($hour: DateTime!) {
  messageHistory(hour: $hour) {
    hour
    state
    messageCount
    corruptLines
    messages(first: 20) {
      edges {
        node { messageId from { username } ... on TextMessage { content } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
    variables: { hour: LAST_HOUR },
  },
  {
    comment: [
      'How far a job is, and whom it did not reach. Put what',
      'SendAsJob told as its `id` into the variable. The one',
      'that is there now is of no job: the answer is null.',
      'Cost: 0 upstream calls.',
    ],
    operation: `
query FollowJob($id: ID!) {
  job(id: $id) {
    state
    total
    waiting
    sent
    failed
    unknown
    results(first: 20, status: FAILED) {
      edges { node { target error { code message } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
    variables: { id: NO_JOB },
  },
  {
    comment: [
      'Stops a job: nothing more of it is begun. Put what',
      'SendAsJob told as its `id` into the variable. The answer',
      'is null where there is no such job.',
      'Cost: 0 upstream calls.',
    ],
    operation: `
mutation CancelJob($id: ID!) {
  cancelJob(id: $id) {
    job { state waiting sent failed unknown endedAt }
  }
}`,
    variables: { id: NO_JOB },
  },
]
