import type { ItemResult } from '../sources/changes.ts'
import type { Group } from '../sources/groups.ts'
import type { Thread } from '../sources/thread-pages.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { connectionOf, pageArgs, paged } from './connection.ts'
import { AT_MOST } from './costs.ts'
import { GroupType } from './group.ts'
import { namesField, RESULTS, UserResultType } from './item-result.ts'
import { UserConnection, UserType } from './user.ts'

/** The service cannot be asked about a single thread. */
const WHERE_TOLD = 'Null where the list or the change that led here does not tell it.'

/** The service gives a cursor on a full page, whether more follow or not. */
const LAST_PAGE = 'When the last page is full, an empty one can follow.'

const ThreadType = builder.objectRef<Thread>('Thread')

builder.node(ThreadType, {
  description:
    'A side conversation on a message of a group. A thread is a reference: by its id it costs nothing, says nothing about whether there is such a thread, and its facts are null, because the service has no call for a single one. `User.threads` tells them all.',
  isTypeOf: (value) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Thread',
  id: { resolve: (thread) => thread.id, description: 'Global id, for `node` and `nodes`.' },
  fields: (t) => ({
    threadId: t.exposeID('id', { nullable: false, description: 'The id in the service: digits.' }),
    name: t.exposeString('name', { description: `What it is called. ${WHERE_TOLD}` }),
    owner: t.expose('owner', { type: UserType, description: `Who made it. ${WHERE_TOLD}` }),
    group: t.field({
      type: GroupType,
      description: `The group that it is in. Costs nothing by itself. ${WHERE_TOLD}`,
      // A bare reference: what is asked of it is read then.
      resolve: ({ groupId }): Group | null =>
        groupId === null ? null : { kind: 'Group', id: groupId, facts: {} },
    }),
    parentMessageId: t.exposeID('parentMessageId', {
      description: `The message that it hangs on. ${WHERE_TOLD}`,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: `When it was made. ${WHERE_TOLD}` }),
    members: t.field({
      type: UserConnection,
      description: `Who is in it, null when there is no such thread. Cost: 1 call per 50 members of each thread. ${AT_MOST} ${LAST_PAGE}`,
      ...paged({
        page: (thread: Thread, request, { threads }) => threads.members(thread, request),
        edge: (node) => ({ node }),
      }),
    }),
  }),
})

const ThreadConnection = builder.connectionObject(
  { type: ThreadType, name: 'ThreadConnection', description: 'A page of threads.' },
  { name: 'ThreadEdge', description: 'A thread, and its place in the list.' },
)

const ThreadOrderType = builder.enumType('ThreadOrder', {
  description: 'How a list of threads is sorted, by when they were made.',
  values: {
    NEWEST: { description: 'The newest first.' },
    OLDEST: { description: 'The oldest first.' },
  } as const,
})

const orderArg = builder.args((arg) => ({
  order: arg.field({ type: ThreadOrderType, defaultValue: 'NEWEST', description: 'Which come first.' }),
}))

builder.queryField('threads', (t) =>
  t.field({
    type: ThreadConnection,
    description: `All threads of the app, by their ids alone. Cost: 1 call per 50 threads. ${LAST_PAGE}`,
    args: { ...pageArgs, ...orderArg },
    resolve: (_root, { order, ...args }, { threads }) =>
      connectionOf(args, {
        page: (request) => threads.list(request, order ?? 'NEWEST'),
        edge: (node) => ({ node }),
      }),
  }),
)

builder.objectField(UserType, 'threads', (t) =>
  t.field({
    type: ThreadConnection,
    description: `Threads they are in, with all their facts. Null for a group that they are not in; null or empty for an unknown name. Cost: 1 call per 50 threads. ${AT_MOST} ${LAST_PAGE}`,
    args: {
      ...pageArgs,
      ...orderArg,
      groupId: t.arg.id({ description: 'Only those of this group, by its id in the service.' }),
    },
    resolve: (user: User, { order, groupId, ...args }, { threads }) =>
      connectionOf(args, {
        page: (request) => threads.joinedBy(user, request, { order: order ?? 'NEWEST', groupId }),
        edge: (node) => ({ node }),
      }),
  }),
)

const idField = { required: true, description: 'The thread, by its id in the service.' } as const
const nameField = { required: true, description: 'What it is called, 1 to 64 characters.' } as const

const CreateThreadInput = builder.inputType('CreateThreadInput', {
  description: 'A new thread.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: 'The group, by its id in the service.' }),
    parentMessageId: t.id({
      required: true,
      description: 'The message of that group that it hangs on. A message can have one thread.',
    }),
    name: t.string(nameField),
    owner: t.string({ required: true, description: 'Name of the member of the group who owns it.' }),
  }),
})

const UpdateThreadInput = builder.inputType('UpdateThreadInput', {
  description: 'Changes of a thread.',
  fields: (t) => ({ threadId: t.id(idField), name: t.string(nameField) }),
})

const ThreadUsersInput = builder.inputType('ThreadUsersInput', {
  description: 'Users of one thread.',
  fields: (t) => ({
    threadId: t.id(idField),
    usernames: t.stringList(namesField),
  }),
})

const ThreadPayload = builder.objectRef<{ thread: Thread }>('ThreadPayload').implement({
  description: 'A thread after a change.',
  fields: (t) => ({
    thread: t.expose('thread', {
      type: ThreadType,
      nullable: false,
      description: 'The thread as it is now, with the facts that the change tells.',
    }),
  }),
})

const DeleteThreadPayload = builder.objectRef<{ threadId: string }>('DeleteThreadPayload').implement({
  description: 'A thread that is gone.',
  fields: (t) => ({
    threadId: t.exposeID('threadId', { nullable: false, description: 'The id it had.' }),
  }),
})

interface ChangedUsers {
  readonly thread: Thread
  readonly results: readonly ItemResult[]
}

const ThreadUsersPayload = builder.objectRef<ChangedUsers>('ThreadUsersPayload').implement({
  description: 'A thread after a change of many users.',
  fields: (t) => ({
    thread: t.expose('thread', {
      type: ThreadType,
      nullable: false,
      description: 'The thread, for its members as they are now.',
    }),
    results: t.expose('results', { type: [UserResultType], nullable: false, description: RESULTS }),
  }),
})

const PER_TEN = 'Cost: 1 call per 10 names, one after the other'

builder.mutationFields((t) => ({
  createThread: t.field({
    type: ThreadPayload,
    description:
      'Makes a thread on a message of a group. Cost: 1 call. ALREADY_EXISTS when the message has one. Not repeated when the outcome is unclear (OUTCOME_UNKNOWN).',
    args: { input: t.arg({ type: CreateThreadInput, required: true, description: 'The new thread.' }) },
    resolve: async (_root, { input }, { threads }) => ({ thread: await threads.create(input) }),
  }),
  updateThread: t.field({
    type: ThreadPayload,
    description: 'Gives a thread another name. Cost: 1 call.',
    args: { input: t.arg({ type: UpdateThreadInput, required: true, description: 'What changes.' }) },
    resolve: async (_root, { input }, { threads }) => ({ thread: await threads.update(input) }),
  }),
  deleteThread: t.field({
    type: DeleteThreadPayload,
    description: 'Deletes a thread for all its members. Cost: 1 call.',
    args: { threadId: t.arg.id(idField) },
    resolve: async (_root, { threadId }, { threads }) => ({ threadId: await threads.remove(threadId) }),
  }),
  addThreadMembers: t.field({
    type: ThreadUsersPayload,
    description: `Lets members of the group into the thread. Whoever is in it already is DONE too; who is not in the group is FAILED with NOT_FOUND. ${PER_TEN}; more where the service refuses some of the names, and 1 to learn why.`,
    args: { input: t.arg({ type: ThreadUsersInput, required: true, description: 'Who, and where.' }) },
    resolve: async (_root, { input: { threadId, usernames } }, { threads }) => ({
      results: await threads.addMembers(threadId, usernames),
      thread: threads.byId(threadId),
    }),
  }),
  removeThreadMembers: t.field({
    type: ThreadUsersPayload,
    description: `Makes members leave the thread; in the group they stay. NOT_FOUND for who is not in it. ${PER_TEN}, and 1 more where the service has another path for it (setting \`THREAD_KICK_PATH\`).`,
    args: { input: t.arg({ type: ThreadUsersInput, required: true, description: 'Who, and where.' }) },
    resolve: async (_root, { input: { threadId, usernames } }, { threads }) => ({
      results: await threads.removeMembers(threadId, usernames),
      thread: threads.byId(threadId),
    }),
  }),
}))
