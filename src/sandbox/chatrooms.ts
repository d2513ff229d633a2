import { envelope, lean } from './answer.ts'
import { type Call, listParam, usernameParam } from './call.ts'
import { gatheringRoutes } from './gatheringroutes.ts'
import {
  affiliationsOf,
  answerCreate,
  answerDelete,
  changeGathering,
  findSeveral,
  type GatheringKind,
  joinedBy,
  newestFirst,
} from './gatherings.ts'
import { cursorPage, numberedPage } from './paging.ts'
import type { Route } from './router.ts'
import { maxusersSetting, textSetting } from './settings.ts'
import type { Gathering, Store } from './store.ts'

export const chatroomKind: GatheringKind = {
  root: '/chatrooms',
  idKey: 'id',
  listIdKey: 'chatroomid',
  noun: 'chatroom',
  nameKey: 'name',
  required: ['name', 'description', 'owner'],
  settings: {
    name: textSetting('name', 128, 'title'),
    description: textSetting('description', 512, 'desc'),
    maxusers: maxusersSetting,
  },
  settingsAtCreation: { custom: textSetting('custom', 8192) },
  usualMaxusers: 1000,
  mostMaxusers: 10_000,
  notMemberStatus: 400,
  announcementError: 'forbidden_op',
  all: (store) => store.chatrooms,
  nextId: (store) => store.nextChatroomId(),
}

export const chatroomRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/chatrooms',
    body: 'json',
    answer: (call, store) => answerCreate(chatroomKind, call, store),
  },
  { method: 'GET', path: '/chatrooms', answer: listChatrooms },
  { method: 'GET', path: '/chatrooms/:ids', answer: getChatrooms },
  { method: 'PUT', path: '/chatrooms/:id', body: 'json', answer: changeChatroom },
  {
    method: 'DELETE',
    path: '/chatrooms/:id',
    answer: (call, store) => answerDelete(chatroomKind, call, store),
  },
  { method: 'GET', path: '/users/:username/joined_chatrooms', answer: listJoined },
  ...gatheringRoutes(chatroomKind),
]

function listChatrooms(call: Call, store: Store) {
  const chatrooms = newestFirst(store.chatrooms.values())
  const { items, cursor } = cursorPage(call, chatrooms, (room) => -room.serial, { usual: 10, most: 1000 })
  const data = items.map(({ id, name, owner, members }) => ({
    id,
    name,
    owner,
    affiliations_count: members.size,
  }))
  return lean(call, { data, cursor, count: data.length })
}

function getChatrooms(call: Call, store: Store) {
  const data = findSeveral(chatroomKind, store, listParam(call, 'ids')).map(chatroomDetail)
  return lean(call, { data, count: data.length })
}

function chatroomDetail(room: Gathering) {
  const { membersonly, allowinvites, name, description, id, maxusers, owner, created, custom, mute } = room
  return {
    ...{ membersonly, allowinvites, public: room.public, name, description },
    affiliations: affiliationsOf(room),
    ...{ id, maxusers, owner, created, custom, mute },
    affiliations_count: room.members.size,
  }
}

/** A changed name is reported as `groupname`, though the body calls it `name`. */
function changeChatroom(call: Call, store: Store) {
  const { name, ...flags } = changeGathering(chatroomKind, call, store)
  return envelope(call, { data: name === undefined ? flags : { ...flags, groupname: name } })
}

/** Here `disabled` is a word. Without parameters the newest 500 in one answer. */
function listJoined(call: Call, store: Store) {
  const rooms = joinedBy(chatroomKind, store, usernameParam(call))
  const paged = call.query.pagenum !== undefined || call.query.pagesize !== undefined
  const page = paged ? numberedPage(call, rooms, { first: 1, usual: 1000, most: 1000 }) : rooms.slice(0, 500)
  const data = page.map(({ id, name, disabled }) => ({ id, name, disabled: String(disabled) }))
  return envelope(call, { data, properties: {}, count: data.length })
}
