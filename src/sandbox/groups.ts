import { envelope } from './answer.ts'
import { type Call, listParam, usernameParam } from './call.ts'
import { gatheringRoutes } from './gatheringroutes.ts'
import {
  affiliationsOf,
  answerCreate,
  answerDelete,
  changeGathering,
  findSeveral,
  type GatheringKind,
  gatheringOf,
  joinedBy,
  newestFirst,
} from './gatherings.ts'
import { cursorPage, numberedPage } from './paging.ts'
import type { Route } from './router.ts'
import { flagSetting, maxusersSetting, textSetting } from './settings.ts'
import type { Gathering, Store } from './store.ts'
import { disableRoutes } from './switches.ts'

export const groupKind: GatheringKind = {
  root: '/chatgroups',
  idKey: 'groupid',
  listIdKey: 'groupid',
  noun: 'group',
  nameKey: 'groupname',
  required: ['groupname', 'description', 'public', 'owner'],
  settings: {
    groupname: textSetting('name', 128, 'title'),
    description: textSetting('description', 512, 'desc'),
    avatar: textSetting('avatar', 1024),
    custom: textSetting('custom', 8192),
    maxusers: maxusersSetting,
    membersonly: flagSetting('membersonly'),
    allowinvites: flagSetting('allowinvites'),
    invite_need_confirm: flagSetting('invite_need_confirm'),
    public: flagSetting('public'),
  },
  settingsAtCreation: {},
  usualMaxusers: 200,
  mostMaxusers: 20_000, // a matter of the plan; wide enough for groups that do not fit into one detail
  notMemberStatus: 403,
  announcementError: 'FORBIDDEN',
  all: (store) => store.groups,
  nextId: (store) => store.nextGroupId(),
}

export const groupRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/chatgroups',
    body: 'json',
    answer: (call, store) => answerCreate(groupKind, call, store),
  },
  { method: 'GET', path: '/chatgroups', answer: listGroups },
  { method: 'GET', path: '/chatgroups/:ids', answer: getGroups },
  {
    method: 'PUT',
    path: '/chatgroups/:id',
    body: 'json',
    answer: (call, store) => envelope(call, { data: changeGathering(groupKind, call, store) }),
  },
  {
    method: 'DELETE',
    path: '/chatgroups/:id',
    answer: (call, store) => answerDelete(groupKind, call, store),
  },
  { method: 'GET', path: '/chatgroups/user/:username', answer: listJoined },
  { method: 'GET', path: '/users/:username/joined_chatgroups', answer: listJoinedLegacy },
  { method: 'GET', path: '/chatgroups/:id/user/:username/is_joined', answer: isJoined },
  ...disableRoutes(groupKind),
  ...gatheringRoutes(groupKind),
]

/** Newest first. Here the owner comes with the application's name before it, and `affiliations` is a number. */
function listGroups(call: Call, store: Store) {
  const { org, app } = call.application
  const groups = newestFirst(store.groups.values())
  const { items, cursor } = cursorPage(call, groups, (group) => -group.serial, { usual: 10, most: 1000 })
  const data = items.map((group) => ({
    owner: `${org}#${app}_${group.owner}`,
    groupid: group.id,
    affiliations: group.members.size,
    type: 'group',
    lastModified: String(group.lastModified),
    groupname: group.name,
  }))
  return envelope(call, { path: '/chatgroups', data, cursor, count: data.length })
}

function getGroups(call: Call, store: Store) {
  const data = findSeveral(groupKind, store, listParam(call, 'ids')).map(groupDetail)
  return envelope(call, { data, properties: {}, count: data.length })
}

function groupDetail(group: Gathering) {
  const { id, name, avatar, description, membersonly, allowinvites, maxusers, owner, created, custom } = group
  return {
    ...{ id, name, avatar, description, membersonly, allowinvites, maxusers, owner, created, custom },
    mute: group.mute,
    affiliations_count: group.members.size,
    disabled: group.disabled,
    affiliations: affiliationsOf(group),
    public: group.public,
  }
}

/** The one list that counts its pages from 0, holds its rows in `entities`, and says how many there are in all. */
function listJoined(call: Call, store: Store) {
  const groups = joinedBy(groupKind, store, usernameParam(call))
  const page = numberedPage(call, groups, { first: 0, usual: 5, most: 20 })
  const entities = page.map((group) => {
    const { id, name, avatar, owner, description, disabled, allowinvites, membersonly, maxusers, created } =
      group
    const row = { name, avatar, owner, id, groupId: id, description, disabled, public: group.public }
    return { ...row, allowinvites, membersonly, maxusers, created }
  })
  return envelope(call, { application: undefined, params: undefined, entities, total: groups.length })
}

/** Without parameters the first 500 in one answer. */
function listJoinedLegacy(call: Call, store: Store) {
  const groups = joinedBy(groupKind, store, usernameParam(call))
  const paged = call.query.pagenum !== undefined || call.query.pagesize !== undefined
  const page = paged ? numberedPage(call, groups, { first: 1, usual: 10, most: 100 }) : groups.slice(0, 500)
  const data = page.map(({ id, name }) => ({ groupid: id, groupname: name }))
  return envelope(call, { data, count: data.length, properties: {} })
}

function isJoined(call: Call, store: Store) {
  const group = gatheringOf(groupKind, call, store)
  return envelope(call, { data: group.members.has(usernameParam(call)), properties: {} })
}
