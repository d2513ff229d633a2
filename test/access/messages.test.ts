import { describe, expect, it } from 'vitest'
import { CLUB, LOBBY, openWorld, PARK, type Person, type World } from './world.ts'

const SENT_AT = Date.now() - 60_000

interface Said {
  readonly id: string
  readonly from: Person
  readonly to: readonly ['User' | 'Group' | 'Chatroom', string]
  /** Said to some members only, and who of them is known. */
  readonly onlyFor?: readonly Person[]
}

const CHAT_TYPES = { User: 'chat', Group: 'groupchat', Chatroom: 'chatroom' } as const

/** What was said, and who sees it of those below; a member of the club is mia, who was not asked about. */
const MESSAGES: readonly (Said & { readonly what: string; readonly seenBy: readonly Person[] })[] = [
  {
    ...{ what: 'to a user', id: '71', from: 'anna', to: ['User', 'carl'] },
    seenBy: ['anna', 'carl'],
  },
  {
    ...{ what: 'in a private group', id: '72', from: 'anna', to: ['Group', CLUB] },
    seenBy: ['anna', 'gina', 'mia', 'olga', 'adam'],
  },
  {
    ...{ what: 'in a public group', id: '73', from: 'mia', to: ['Group', PARK] },
    seenBy: ['mia', 'olga', 'adam'],
  },
  {
    ...{ what: 'in a group that its sender has left', id: '74', from: 'sven', to: ['Group', CLUB] },
    seenBy: ['sven', 'anna', 'gina', 'mia', 'olga', 'adam'],
  },
  {
    ...{ what: 'to some of a group', id: '75', from: 'anna', to: ['Group', CLUB], onlyFor: ['gina'] },
    seenBy: ['anna', 'gina'],
  },
  {
    ...{ what: 'to nobody knows whom of a group', id: '76', from: 'anna', to: ['Group', CLUB], onlyFor: [] },
    seenBy: ['anna'],
  },
  {
    ...{ what: 'in a chatroom', id: '77', from: 'rosa', to: ['Chatroom', LOBBY] },
    seenBy: ['anna', 'carl', 'gina', 'mia', 'olga', 'adam', 'rosa', 'sven'],
  },
  {
    ...{
      what: 'to some of a chatroom',
      id: '78',
      from: 'rosa',
      to: ['Chatroom', LOBBY],
      onlyFor: ['tom', 'anna'],
    },
    seenBy: ['rosa', 'anna'],
  },
]

const CALLERS: readonly Person[] = ['anna', 'carl', 'gina', 'mia', 'olga', 'adam', 'rosa', 'sven']

async function openTalk(): Promise<World> {
  const world = await openWorld()
  const { history, notes } = world.kept
  for (const { id, from, to, onlyFor } of MESSAGES) {
    const [kind, target] = to
    const ext = onlyFor === undefined ? {} : { forSomeMembers: true }
    const payload = { bodies: [{ type: 'txt', msg: `said ${id}` }], ext, from, to: target }
    const key = kind === 'User' ? ['User', ...[from, target].sort()] : [kind, target]
    await history.add([
      {
        ...{ id, sender: from, sentAt: SENT_AT, isMarked: onlyFor !== undefined },
        conversation: JSON.stringify(key),
        record: JSON.stringify({ msg_id: id, timestamp: SENT_AT, chat_type: CHAT_TYPES[kind], payload }),
      },
    ])
    if (onlyFor !== undefined && onlyFor.length > 0) await notes.recipients(id, onlyFor)
  }
  return world
}

const nodeOf = (id: string) => btoa(`Message:${id}`)
const NODE = `query($id: ID!) {
  node(id: $id) { id ... on TextMessage { content } }
  nodes(ids: [$id]) { id ... on TextMessage { content } }
}`
const LISTS = `query($with: String!) {
  viewer { messages(with: $with) { edges { node { ...Said } } } }
  club: group(groupId: "${CLUB}") { messages { edges { node { ...Said } } } }
  park: group(groupId: "${PARK}") { messages { edges { node { ...Said } } } }
  lobby: chatroom(chatroomId: "${LOBBY}") { messages { edges { node { ...Said } } } }
} fragment Said on Message { messageId }`

describe('a message of the history', () => {
  it.each(MESSAGES)('$what is seen by those whom it is for, by its id', async ({ id, seenBy }) => {
    const world = await openTalk()
    const seen = []
    for (const caller of CALLERS) {
      const { data, errors } = await world.askAs(caller, NODE, { id: nodeOf(id) })
      expect(errors).toBeUndefined()
      const shown = { id: nodeOf(id), content: `said ${id}` }
      const isSeen = data.node !== null
      expect(data).toEqual(isSeen ? { node: shown, nodes: [shown] } : { node: null, nodes: [null] })
      if (isSeen) seen.push(caller)
    }

    expect(seen.sort()).toEqual([...seenBy].sort())
    expect((await world.askAs('key', NODE, { id: nodeOf(id) })).data.node).not.toBeNull()
  })

  it.each(CALLERS)('is on the lists of those whom it is for, and on no others: %s', async (caller) => {
    const world = await openTalk()
    const isMember = ['anna', 'gina', 'mia', 'olga', 'adam'].includes(caller)
    const isInPark = ['mia', 'olga', 'adam'].includes(caller)
    const other = caller === 'anna' ? 'carl' : 'anna'

    const { data, errors } = await world.askAs(caller, LISTS, { with: other })

    expect(errors).toBeUndefined()
    const inPlace = (target: string) =>
      MESSAGES.filter(({ to, seenBy }) => to[1] === target && seenBy.includes(caller)).map(({ id }) => id)
    const idsOf = (list: { edges: { node: { messageId: string } }[] } | null) =>
      list?.edges.map(({ node }) => node.messageId).reverse() ?? null
    expect(idsOf(data.viewer.messages)).toEqual(['anna', 'carl'].includes(caller) ? ['71'] : [])
    expect(idsOf(data.club?.messages ?? null)).toEqual(isMember ? inPlace(CLUB) : null)
    expect(idsOf(data.park.messages)).toEqual(isInPark ? inPlace(PARK) : null)
    expect(idsOf(data.lobby.messages)).toEqual(inPlace(LOBBY))
  })

  it('is to a stranger as one that is not there: the same answer, and the same calls', async () => {
    const tell = async (id: string) => {
      const world = await openTalk()
      world.forget()
      const answer = await world.askAs('sven', NODE, { id: nodeOf(id) })
      return { answer, calls: world.calls() }
    }
    const none = await tell('404')

    expect(none.answer.data).toEqual({ node: null, nodes: [null] })
    for (const id of ['71', '72', '73', '75', '76', '78']) expect(await tell(id)).toEqual(none)
  })

  it('tells of a page that is not full nothing about what is not shown', async () => {
    const world = await openTalk()
    const page = `{ group(groupId: "${CLUB}") { messages(first: 2) {
      edges { node { messageId } } pageInfo { hasNextPage endCursor }
    } } }`

    const { data } = await world.askAs('mia', page)

    expect(data.group.messages).toMatchObject({
      edges: [{ node: { messageId: '74' } }, { node: { messageId: '72' } }],
      pageInfo: { hasNextPage: false },
    })
  })
})
