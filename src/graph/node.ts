import type { Context } from '../context.ts'
import { builder, readGlobalId } from './builder.ts'
import { unlessTooManyFail } from './failures.ts'
import { badArgument } from './refusal.ts'

/** About as many as fit into a body. Clients that refetch what they show ask for a few hundred. */
const MOST_IDS = 10_000

/** How each kind of object is found by the part of its global id that is the service's own. */
const FINDERS = {
  User: (username: string, { users }: Context, argument: string) => users.byName(username, argument),
  Group: (groupId: string, { groups }: Context, argument: string) => groups.byId(groupId, argument),
  Chatroom: (chatroomId: string, { chatrooms }: Context, argument: string) =>
    chatrooms.byId(chatroomId, argument),
  Message: (messageId: string, { history }: Context, argument: string) => history.byId(messageId, argument),
  Job: (jobId: string, { jobs }: Context) => jobs.byKey(jobId),
  Thread: (threadId: string, { threads }: Context, argument: string) => threads.byId(threadId, argument),
}

function isKind(typename: string): typename is keyof typeof FINDERS {
  return Object.hasOwn(FINDERS, typename)
}

function findOne(globalId: string, context: Context, argument: string) {
  const { typename, id } = partsOf(globalId, argument)
  if (isKind(typename)) return FINDERS[typename](id, context, argument)
  throw notOurs(argument)
}

function partsOf(globalId: string, argument: string) {
  try {
    return readGlobalId(globalId)
  } catch {
    throw notOurs(argument)
  }
}

function notOurs(argument: string) {
  return badArgument(argument, 'must be a global id that this server returned')
}

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    description:
      'The object with this global id, or null when there is none. Costs what the query of its kind costs.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of an object.' }) },
    resolve: (_root, { id }, context) => findOne(id, context, 'id'),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'The objects with these global ids, in this order, null for those that do not exist. Cost: 1 call per 100 groups and per 100 chatrooms; users, threads and messages cost nothing by themselves.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: `The \`id\`s of objects of any kind, at most ${MOST_IDS}.`,
      }),
    },
    // An error in place of an item is told of that item alone.
    resolve(_root, { ids }, context) {
      if (ids.length > MOST_IDS) throw badArgument('ids', `must be at most ${MOST_IDS}, not ${ids.length}`)
      return ids.map((id, index) => findOrError(id, context, `ids[${index}]`))
    },
  }),
}))

function findOrError(globalId: string, context: Context, argument: string) {
  try {
    return unlessTooManyFail(context.failures, () => findOne(globalId, context, argument))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
