import type { Context } from '../context.ts'
import type { Gap, HistoryHour, HistoryPage } from '../sources/history.ts'
import type { Message } from '../sources/message.ts'
import type { PageRequest } from '../sources/paging.ts'
import { builder } from './builder.ts'
import { connectionOf, type EdgeShape, pageArgs } from './connection.ts'
import { GatheringType } from './gathering.ts'
import { MessageType } from './message-content.ts'
import { UserType } from './user.ts'

const REASONS = {
  FETCHING: {
    description: 'Its file is in line to be fetched, before others now that somebody has asked for it.',
  },
  NOT_YET: {
    description: 'It is the present hour, or one that has just ended: the service has no file of it yet.',
  },
  NO_FILE: { description: 'The service has no file of it: nothing was said then, or it was not stored.' },
  FAILED: { description: 'Its file could not be read to its end; it is tried again.' },
  EXPIRED: { description: 'It is longer ago than this server, or the service, keeps messages.' },
} as const

const GapReasonType = builder.enumType('HistoryGapReason', {
  description: 'Why the messages of an hour are not there, or not all of them.',
  values: REASONS,
})

const HourStateType = builder.enumType('HistoryHourState', {
  description: 'What became of the file of an hour.',
  values: { STORED: { description: 'It was read to its end.' }, ...REASONS },
})

const GapType = builder.objectRef<Gap>('HistoryGap').implement({
  description: 'An hour of which messages may be missing.',
  fields: (t) => ({
    hour: t.expose('hour', { type: 'DateTime', nullable: false, description: 'When it begins.' }),
    reason: t.expose('reason', { type: GapReasonType, nullable: false, description: 'Why.' }),
  }),
})

type MessageEdge = EdgeShape<Message>

const MessageEdgeType = builder.objectRef<MessageEdge>('MessageEdge').implement({
  description: 'A message, and its place in the list.',
  fields: (t) => ({
    node: t.expose('node', { type: MessageType, nullable: false, description: 'The message.' }),
    cursor: t.exposeString('cursor', { nullable: false, description: 'To continue after this message.' }),
  }),
})

interface MessageConnection
  extends NonNullable<Awaited<ReturnType<typeof connectionOf<Message, { node: Message }>>>> {
  readonly gaps: readonly Gap[]
}

const MessageConnectionType = builder.objectRef<MessageConnection>('MessageConnection').implement({
  description: 'A page of messages, the newest first.',
  fields: (t) => ({
    edges: t.expose('edges', {
      type: [MessageEdgeType],
      nullable: { list: false, items: false },
      description: 'What is on the page, each with its place in the list.',
    }),
    pageInfo: t.expose('pageInfo', {
      type: builder.pageInfoRef(),
      nullable: false,
      description: 'Where the page lies in its list.',
    }),
    gaps: t.expose('gaps', {
      type: [GapType],
      nullable: { list: false, items: false },
      description:
        'The hours of the time that this page covers whose messages are not all there, the newest first. An EXPIRED one stands for all before it too. Ask again later; what comes in meanwhile shifts no page.',
    }),
  }),
})

const stretchArgs = builder.args((arg) => ({
  from: arg.field({
    type: 'DateTime',
    description: 'Sent then or later. Default: as far back as messages are kept.',
  }),
  until: arg.field({ type: 'DateTime', description: 'Sent before that. Default: now.' }),
}))

type PageArgs = Parameters<typeof connectionOf>[0]

async function toConnection(args: PageArgs, pageAt: (request: PageRequest) => Promise<HistoryPage>) {
  let gaps: readonly Gap[] = []
  const connection = await connectionOf(args, {
    page: async (request) => {
      const found = await pageAt(request)
      gaps = found.gaps
      return found
    },
    edge: (node: Message) => ({ node }),
  })
  return connection && { ...connection, gaps }
}

const COST = 'Costs nothing: it is there, or in `gaps`. Naming a time puts its missing hours first in line.'

builder.interfaceField(GatheringType, 'messages', (t) =>
  t.field({
    type: MessageConnectionType,
    description: `What was said in it, of the history, the newest first; of messages to some of its members those that the caller sent or got. ${COST}`,
    args: { ...pageArgs, ...stretchArgs },
    resolve: (gathering, { from, until, ...args }, { history }) =>
      toConnection(args, (request) => history.in(gathering, request, { from, until })),
  }),
)

builder.objectField(UserType, 'messages', (t) =>
  t.field({
    type: MessageConnectionType,
    description: `What they and another user said to each other, of the history, the newest first. ${COST}`,
    args: {
      with: t.arg.string({ required: true, description: 'Name of the other one; case does not matter.' }),
      ...pageArgs,
      ...stretchArgs,
    },
    resolve: (user, { with: other, from, until, ...args }, { history }) =>
      toConnection(args, (request) => history.between(user, other, request, { from, until })),
  }),
)

const HistoryHourType = builder.objectRef<HistoryHour>('HistoryHour').implement({
  description: 'One hour of the history: its file, and what was in it.',
  fields: (t) => ({
    hour: t.expose('hour', { type: 'DateTime', nullable: false, description: 'When it begins.' }),
    state: t.expose('state', {
      type: HourStateType,
      nullable: false,
      description: 'What became of its file.',
    }),
    messageCount: t.exposeInt('messageCount', {
      nullable: false,
      description: 'Lines of the file that are messages, as far as it was read.',
    }),
    corruptLines: t.exposeInt('corruptLines', {
      nullable: false,
      description: 'Lines that are not; they are left out.',
    }),
    triedAt: t.expose('triedAt', { type: 'DateTime', description: 'When the file was last asked for.' }),
    nextTryAt: t.expose('nextTryAt', {
      type: 'DateTime',
      description: 'When it will be asked for again; null for never, and while it is in line.',
    }),
    messages: t.field({
      type: MessageConnectionType,
      description:
        'All that was said in this hour, whoever said it to whom, the newest first. Costs nothing.',
      args: pageArgs,
      resolve: ({ hour }, args, { history }) =>
        toConnection(args, (request) => history.ofHour(hour, request)),
    }),
  }),
})

builder.queryField('messageHistory', (t) =>
  t.field({
    type: HistoryHourType,
    description:
      'The hour of the history that a moment lies in. Costs nothing; an hour that is missing comes first in line.',
    args: { hour: t.arg({ type: 'DateTime', required: true, description: 'Any moment of the hour.' }) },
    resolve: (_root, { hour }, { history }: Context) => history.hour(hour),
  }),
)
