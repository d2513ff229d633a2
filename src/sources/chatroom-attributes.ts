import type { OperationId } from '../upstream/contract.ts'
import { InputError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { type Attributes, type NewAttribute, readAttributes, toAttributes } from './attributes.ts'
import { type Change, changeMany, type ItemResult, type Verdict } from './changes.ts'
import { readDigits, readSome, readUpTo, readUsername } from './input.ts'
import { after, type Maybe } from './maybe.ts'
import { CHATROOMS, listTagsOf, pathOf } from './places.ts'
import { singleRead } from './singles.ts'
import { listTag } from './tags.ts'

/**
 * All that the app keeps on a chatroom, at most 100 texts; null for an unknown one. Always all of them, so that those
 * who want different ones share the call.
 * Cost: one call per chatroom. Source: operation `chatroom-attr-get`.
 */
const chatroomAttributes = singleRead({
  operation: 'chatroom-attr-get',
  lifetime: 'detail',
  tagsOf: (id: string) => listTagsOf(CHATROOMS, id, 'attribute'),
  call: (id) => ({ path: pathOf(CHATROOMS, id), body: {} }),
  value: ({ data }) => toAttributes(data),
})

/** In whose name attributes of a chatroom change, and whether those that others set may change too. */
interface Actor {
  readonly chatroomId: string
  readonly username: string
  readonly force?: boolean | null | undefined
}

export interface NewChatroomAttributes extends Actor {
  readonly attributes: readonly NewAttribute[]
  /** Whether they go when the user leaves. Default true, as the service has it. */
  readonly deleteOnExit?: boolean | null | undefined
}

export interface OldChatroomAttributes extends Actor {
  readonly names: readonly string[]
}

const NAME = /^[A-Za-z0-9_.-]{1,128}$/

function readName(name: string, argument: string): string {
  if (NAME.test(name)) return name
  throw new InputError(argument, 'must be 1 to 128 of the characters A-Z a-z 0-9 _ . -')
}

const RULES = { readName, readValue: (value: string, argument: string) => readUpTo(value, argument, 4096) }

/** What the app keeps on chatrooms, for one request. */
export function chatroomAttributesSource(client: Client) {
  /** Those with these names; without names all of them. */
  function attributes(
    { id }: { readonly id: string },
    names: readonly string[] | null | undefined,
  ): Maybe<Attributes | null> {
    const wanted = names == null ? undefined : new Set(readSome(names, 'names', readName))
    return after(client.read(chatroomAttributes, id), (found) => {
      if (found === null || wanted === undefined) return found
      return Object.fromEntries(Object.entries(found).filter(([name]) => wanted.has(name)))
    })
  }

  /** What changes of attributes have in common. `verdictOf` says why a name was refused that the chatroom has, or not. */
  function changing<Id extends OperationId>({
    actor,
    verdictOf,
    callOf,
    ...change
  }: Changing<Id>): Change<Id> {
    const id = readDigits(actor.chatroomId, 'chatroomId')
    const path = { ...pathOf(CHATROOMS, id), username: readUsername(actor.username) }
    return {
      lane: 'membership',
      call: (names) => ({ path, ...callOf(names) }),
      tagsOf: () => [listTag('chatroom', id, 'attribute')],
      async judge(names, { refusal }) {
        // That is about the chatroom, or about the user in whose name it was asked: so about each of them.
        if (refusal !== undefined) throw refusal
        // What cannot be learned must not hide what is known of the write.
        const found = await Promise.resolve(client.read(chatroomAttributes, id)).catch(() => null)
        if (found === null) return new Map()
        return new Map(names.map((name) => [name, verdictOf(Object.hasOwn(found, name))]))
      },
      ...change,
    }
  }

  return {
    attributes,

    /** Cost: one call per 10, one more where some are refused. Fails with `NOT_ALLOWED` when the user is not in it. */
    async setAttributes(given: NewChatroomAttributes): Promise<readonly ItemResult[]> {
      const sent = readAttributes(given.attributes, 'attributes', RULES)
      const autoDelete = (given.deleteOnExit ?? true) ? ('DELETE' as const) : ('NO_DELETE' as const)
      const change = changing({
        actor: given,
        operation: given.force ? 'chatroom-attr-set-forced' : 'chatroom-attr-set',
        callOf: (names) => ({
          body: {
            metaData: Object.fromEntries(names.map((name) => [name, sent.get(name) ?? ''])),
            autoDelete,
          },
        }),
        told: toldByKey,
        // Another user set it; else there are 100 already, because each by itself is as the service wants it.
        verdictOf: (isThere) => (isThere ? 'NOT_ALLOWED' : 'LIMIT_REACHED'),
      })
      return changeMany(client, [...sent.keys()], change)
    },

    /** Cost: one call per 10, one more where some are refused. Fails with `NOT_ALLOWED` when the user is not in it. */
    async deleteAttributes(given: OldChatroomAttributes): Promise<readonly ItemResult[]> {
      const change = changing({
        actor: given,
        operation: given.force ? 'chatroom-attr-delete-forced' : 'chatroom-attr-delete',
        callOf: (names) => ({ body: { keys: [...names] } }),
        told: toldByKey,
        verdictOf: (isThere) => (isThere ? 'NOT_ALLOWED' : 'NOT_FOUND'),
      })
      return changeMany(client, readSome(given.names, 'names', readName), change)
    },
  }
}

interface Changing<Id extends OperationId> extends Pick<Change<Id>, 'operation' | 'told'> {
  readonly actor: Actor
  readonly callOf: (names: readonly string[]) => Omit<ReturnType<Change<Id>['call']>, 'path'>
  readonly verdictOf: (isThere: boolean) => Verdict
}

/** Answered with HTTP 200 even when all were refused. */
function toldByKey({
  data: { successKeys, errorKeys = {} },
}: {
  readonly data: {
    readonly successKeys: readonly string[]
    readonly errorKeys?: Readonly<Record<string, string>>
  }
}): ReadonlyMap<string, boolean> {
  return new Map([
    ...successKeys.map((name) => [name, true] as const),
    ...Object.keys(errorKeys).map((name) => [name, false] as const),
  ])
}
