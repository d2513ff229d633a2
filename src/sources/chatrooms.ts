import type { Client } from '../upstream/upstream.ts'
import { chatroomAttributesSource } from './chatroom-attributes.ts'
import {
  atLeastOne,
  type Gathering,
  gatheringReads,
  gatheringSource,
  readNewMembers,
  readSettings,
  toFacts,
  unchangedFields,
} from './gatherings.ts'
import { readDigits, readText, readUsername } from './input.ts'
import { listRead, toCursor } from './lists.ts'
import { type PageRequest, pageByCursor, pageByNumber } from './paging.ts'
import { CHATROOMS } from './places.ts'
import { present, toId } from './spelling.ts'
import { accountTag, allJoinedTag, allTag, gatheringTag, joinedTag } from './tags.ts'
import type { User } from './users.ts'

export type Chatroom = Gathering<'Chatroom'>

const reads = gatheringReads(CHATROOMS)

/** All chatrooms of the app, with name, owner and member count. Cost: one call per page of up to 100. */
const chatroomPages = listRead({
  operation: 'chatroom-list',
  tagsOf: () => [allTag('chatroom')],
  call: ({ from, size }) => ({ query: { limit: size, cursor: from ?? undefined } }),
  page: (reply, { appKey }) => ({
    items: [reply.data].flat().map((row) => toChatroom(row, appKey)),
    next: toCursor(reply.cursor),
  }),
})

const JOINED_PAGE = 100

/** Chatrooms of a user, by name. Cost: one call per 100. Source: operation `chatroom-joined`. */
const joinedPages = listRead({
  operation: 'chatroom-joined',
  tagsOf: (username) => [joinedTag('chatroom', username), allJoinedTag('chatroom'), accountTag(username)],
  call: ({ of, from, size }) => ({
    path: { username: of },
    query: { pagesize: size, pagenum: Number(from) + 1 },
  }),
  page: (reply, { appKey }) => ({ items: [reply.data].flat().map((row) => toChatroom(row, appKey)) }),
})

function toChatroom(
  row: Parameters<typeof toFacts>[0] & { readonly id: string | number },
  appKey: string,
): Chatroom {
  return { kind: 'Chatroom', id: toId(row.id), facts: toFacts(row, appKey) }
}

export interface NewChatroom {
  readonly name: string
  readonly description: string
  readonly owner: string
  readonly members?: readonly string[] | null | undefined
  readonly maxMembers?: number | null | undefined
  readonly custom?: string | null | undefined
}

export interface ChatroomChanges extends Pick<NewChatroom, 'maxMembers'> {
  readonly name?: string | null | undefined
  readonly description?: string | null | undefined
}

/** All this server knows about the REST side of chatrooms. */
export function chatroomsSource(client: Client) {
  return {
    ...gatheringSource(client, reads),
    ...chatroomAttributesSource(client),

    list: (request: PageRequest) =>
      pageByCursor(request, {
        operation: 'chatroom-list',
        list: allTag('chatroom'),
        max: 100,
        fetchPage: (from, size) => client.read(chatroomPages, { of: '', from, size }),
      }),

    joinedBy: ({ username }: User, request: PageRequest) =>
      pageByNumber(request, {
        list: joinedTag('chatroom', username),
        size: JOINED_PAGE,
        fetchPage: (from) => client.read(joinedPages, { of: username, from, size: JOINED_PAGE }),
      }),

    /** Cost: one call. */
    async create(chatroom: NewChatroom): Promise<Chatroom> {
      const owner = readUsername(chatroom.owner, 'owner')
      const members = readNewMembers(chatroom.members, owner)
      return client.write({
        lane: 'membership',
        call: {
          operation: 'chatroom-create',
          body: {
            ...present({ ...readSettings(chatroom), custom: chatroom.custom }),
            name: readText(chatroom.name, 'name', 128),
            description: readText(chatroom.description, 'description', 512),
            owner,
            ...(members.length === 0 ? {} : { members }),
          },
        },
        tags: [allTag('chatroom'), ...[owner, ...members].map((name) => joinedTag('chatroom', name))],
        // Its id was nobody's before, and may be remembered as such.
        alsoTouches: ({ id }) => [gatheringTag('chatroom', id)],
        outcome: (reply): Chatroom => ({ kind: 'Chatroom', id: toId(reply.data.id), facts: {} }),
      })
    },

    /** Changes the given fields and leaves the others; answers those that the service left unchanged. Cost: one call. */
    async update(chatroomId: string, changes: ChatroomChanges): Promise<readonly string[]> {
      const id = readDigits(chatroomId, 'chatroomId')
      return client.write({
        lane: 'membership',
        call: {
          operation: 'chatroom-update',
          path: { chatroom_id: id },
          body: atLeastOne(present(readSettings(changes))),
        },
        tags: [gatheringTag('chatroom', id), allTag('chatroom'), allJoinedTag('chatroom')],
        outcome: unchangedFields,
      })
    },
  }
}
