import type { PlainRest } from './plainrest.ts'

interface GroupRow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly owner: string
  readonly maxusers: number
  readonly affiliations_count: number
  readonly affiliations: readonly { readonly owner?: string; readonly member?: string }[]
}

interface Attributes {
  readonly [name: string]: string | undefined
}

interface User {
  readonly __typename: 'User'
  readonly username: string
}

/** What the list told, and the detail: fetched once for each object, by the first field that needs it. */
interface Place {
  readonly __typename: 'Group' | 'Chatroom'
  readonly id: string
  readonly told: Partial<GroupRow>
  readonly detail: () => Promise<GroupRow>
}

interface PageArgs {
  readonly first: number
  readonly after?: string
}

interface MembersArgs {
  readonly input: { readonly groupId: string; readonly usernames: readonly string[] }
}

interface SendArgs {
  readonly input: {
    readonly from: string
    readonly to: { readonly users: readonly string[] }
    readonly body: { readonly text: { readonly content: string } }
    readonly ext?: object
  }
}

/** One fetch per field that the parent does not hold. Covers what the operations of the bench ask for. */
export function plainResolvers(rest: PlainRest, appKey: string) {
  const get = <Reply>(path: string) => rest<Reply>('GET', path)

  const toUser = (name: string): User => ({ __typename: 'User', username: name.replace(`${appKey}_`, '') })

  function toPlace(type: Place['__typename'], id: string, told: Partial<GroupRow> = {}): Place {
    const path = type === 'Group' ? `/chatgroups/${id}` : `/chatrooms/${id}`
    let fetched: Promise<GroupRow> | undefined
    async function fetchDetail() {
      const [row] = (await get<{ data: GroupRow[] }>(path)).data
      if (row === undefined) throw new Error(`no ${path}`)
      return row
    }
    const detail = () => {
      fetched ??= fetchDetail()
      return fetched
    }
    return { __typename: type, id, told, detail }
  }

  /** A property that the list told, else of the detail. */
  const fact = (name: 'name' | 'description' | 'maxusers' | 'affiliations_count') => async (place: Place) =>
    place.told[name] ?? (await place.detail())[name]

  const placeFields = {
    id: ({ __typename, id }: Place) => globalId(__typename, id),
    name: fact('name'),
    description: fact('description'),
    maxMembers: fact('maxusers'),
    memberCount: fact('affiliations_count'),
    owner: async (place: Place) => toUser(place.told.owner ?? (await place.detail()).owner),
    members: async (place: Place, { first }: PageArgs) => {
      const { affiliations } = await place.detail()
      const edges = affiliations.slice(0, first).map(({ owner, member = '' }) => ({
        cursor: owner ?? member,
        role: owner === undefined ? 'MEMBER' : 'OWNER',
        node: toUser(owner ?? member),
      }))
      return toConnection(edges, affiliations.length > first)
    },
  }

  const query = ({ first, after }: PageArgs) =>
    `limit=${first}${after === undefined ? '' : `&cursor=${after}`}`

  return {
    Query: {
      user: (_root: unknown, { username }: { username: string }) => toUser(username),
      async groups(_root: unknown, page: PageArgs) {
        type Row = { groupid: string; groupname: string; owner: string; affiliations: number }
        const { data, cursor } = await get<{ data: Row[]; cursor?: string }>(`/chatgroups?${query(page)}`)
        const edges = data.map(({ groupid, groupname, owner, affiliations }) => ({
          cursor: groupid,
          node: toPlace('Group', groupid, { name: groupname, owner, affiliations_count: affiliations }),
        }))
        return toConnection(edges, cursor !== undefined)
      },
      async chatrooms(_root: unknown, page: PageArgs) {
        type Reply = { data: Partial<GroupRow>[]; cursor?: string }
        const { data, cursor } = await get<Reply>(`/chatrooms?${query(page)}`)
        const edges = data.map((row) => ({
          cursor: row.id ?? '',
          node: toPlace('Chatroom', row.id ?? '', row),
        }))
        return toConnection(edges, cursor !== undefined)
      },
      nodes: (_root: unknown, { ids }: { ids: readonly string[] }) =>
        ids.map((globalId) => {
          const [type, id = ''] = Buffer.from(globalId, 'base64').toString().split(':')
          if (type === 'User') return toUser(id)
          return toPlace(type === 'Group' ? 'Group' : 'Chatroom', id)
        }),
    },
    User: {
      id: ({ username }: User) => globalId('User', username),
      async onlineStatus({ username }: User) {
        const { data } = await get<{ data: Record<string, string> }>(`/users/${username}/status`)
        return data[username] === 'online' ? 'ONLINE' : 'OFFLINE'
      },
      profile: async ({ username }: User) =>
        (await get<{ data: Attributes }>(`/metadata/user/${username}`)).data,
      async groups({ username }: User, { first }: PageArgs) {
        type Reply = { entities: GroupRow[]; total: number }
        const path = `/chatgroups/user/${username}?pagenum=0&pagesize=${first}`
        const { entities, total } = await get<Reply>(path)
        const edges = entities.map((row) => ({ cursor: row.id, node: toPlace('Group', row.id, row) }))
        return toConnection(edges, total > first)
      },
      async contacts({ username }: User, { first }: PageArgs) {
        type Reply = { data: { contacts: { username: string; remark?: string }[] }; cursor?: string }
        const path = `/user/${username}/contacts?limit=${first}&needReturnRemark=true`
        const { data, cursor } = await get<Reply>(path)
        const edges = data.contacts.map((row) => ({
          cursor: row.username,
          remark: row.remark,
          node: toUser(row.username),
        }))
        return toConnection(edges, cursor !== undefined)
      },
    },
    Profile: {
      avatarUrl: ({ avatarurl }: Attributes) => avatarurl,
      signature: ({ sign }: Attributes) => sign,
      gender: ({ gender }: Attributes) => (gender === '1' ? 'MALE' : gender === '2' ? 'FEMALE' : null),
      email: ({ mail }: Attributes) => mail,
      birthday: ({ birth }: Attributes) => birth,
    },
    Group: { ...placeFields, groupId: ({ id }: Place) => id },
    Chatroom: { ...placeFields, chatroomId: ({ id }: Place) => id },
    Mutation: {
      async sendMessage(_root: unknown, { input: { from, to, body, ext } }: SendArgs) {
        const message = { from, to: to.users, type: 'txt', body: { msg: body.text.content }, ext }
        const { data } = await rest<{ data: Record<string, string> }>('POST', '/messages/users', message)
        const results = to.users.map((target) => ({
          target,
          status: data[target] === undefined ? 'FAILED' : 'SENT',
          messageId: data[target],
        }))
        return { results }
      },
      async addGroupMembers(_root: unknown, { input: { groupId, usernames } }: MembersArgs) {
        await rest('POST', `/chatgroups/${groupId}/users`, { usernames })
        return { group: toPlace('Group', groupId), results: usernames.map(toDone) }
      },
      async removeGroupMembers(_root: unknown, { input: { groupId, usernames } }: MembersArgs) {
        await rest('DELETE', `/chatgroups/${groupId}/users/${usernames.join(',')}`)
        return { group: toPlace('Group', groupId), results: usernames.map(toDone) }
      },
    },
  }
}

function toDone(username: string) {
  return { username, status: 'DONE' }
}

function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64')
}

function toConnection<Edge extends { readonly cursor: string }>(
  edges: readonly Edge[],
  hasNextPage: boolean,
) {
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } }
}
