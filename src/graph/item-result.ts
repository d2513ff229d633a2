import type { ItemResult } from '../sources/changes.ts'
import { builder } from './builder.ts'
import { UserType } from './user.ts'

interface ItemError {
  readonly code: string
  readonly message: string
}

/** The field `error` of an item. A copy: an Error that a resolver returns fails the field instead of being its value. */
export function errorOf({ error }: { readonly error: ItemError | null }): ItemError | null {
  return error === null ? null : { code: error.code, message: error.message }
}

export const ItemErrorType = builder.objectRef<ItemError>('ItemError').implement({
  description: 'Why one item of a change on many was not done, or is not known to have been done.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description:
        'For programs: one of the codes that `extensions.code` can have as well, such as NOT_FOUND.',
    }),
    message: t.exposeString('message', { nullable: false, description: 'For people.' }),
  }),
})

const ChangeStatusType = builder.enumType('ChangeStatus', {
  description: 'What became of one item of a change on many.',
  values: {
    DONE: {
      description:
        'It is as asked for. Adding somebody who is there already is DONE too. Removing what is not there is FAILED with NOT_FOUND where the service tells it, else DONE: the mutation says which.',
    },
    FAILED: { description: 'It was not done; `error` says why.' },
    UNKNOWN: {
      description: 'No clear answer came: it may or may not have been done. Read it back before repeating.',
    },
  } as const,
})

/** The type of the results of a change on many; `item` is what its items are called. */
export function resultType(
  name: string,
  item: { readonly name: string; readonly noun: string; readonly description: string },
) {
  return builder.objectRef<ItemResult>(name).implement({
    description: `What became of one ${item.noun} of a change.`,
    fields: (t) => ({
      [item.name]: t.exposeString('item', { nullable: false, description: item.description }),
      status: t.expose('status', {
        type: ChangeStatusType,
        nullable: false,
        description: 'Whether it was done.',
      }),
      error: t.field({
        type: ItemErrorType,
        description: 'Why not; null when it was done.',
        resolve: errorOf,
      }),
    }),
  })
}

/** What became of each user of a change. */
export const UserResultType = resultType('UserResult', {
  name: 'username',
  noun: 'user',
  description: 'The name, in lower case.',
})

builder.objectField(UserResultType, 'user', (t) =>
  t.field({
    type: UserType,
    nullable: false,
    description: 'The user of this name. Costs nothing by itself.',
    resolve: ({ item }) => ({ username: item }),
  }),
)

interface UsersChanged {
  readonly results: readonly ItemResult[]
}

export const UsersPayload = builder.objectRef<UsersChanged>('UsersPayload').implement({
  description: 'What became of each user of a change.',
  fields: (t) => ({
    results: t.expose('results', {
      type: [UserResultType],
      nullable: false,
      description: 'One per user, in the order given; a name that was given twice has one.',
    }),
  }),
})

export const RESULTS = 'One per item, in the order given; an item that was given twice has one.'

/** The names that a change of many users takes. */
export const namesField = {
  required: true,
  description: 'Names, any number of them. A name that is given twice counts once.',
} as const

/** Of changes whose calls go side by side, one each. */
export const ONE_CALL_EACH =
  'Cost: 1 call each, side by side; more of them than fit into the time of one request (about 290 at 30 calls a second in 10 seconds) are refused whole with WRITE_TOO_LARGE.'
