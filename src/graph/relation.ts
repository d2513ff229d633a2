import type { ItemResult } from '../sources/changes.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { RESULTS, UserResultType } from './item-result.ts'
import { UserType } from './user.ts'

/** What a user has with others, such as contacts, is changed for many of them at once. */
interface Changed {
  readonly user: User
  readonly results: readonly ItemResult[]
}

export const UserUsersPayload = builder.objectRef<Changed>('UserUsersPayload').implement({
  description: 'A user after a change of what they have with many others.',
  fields: (t) => ({
    user: t.expose('user', {
      type: UserType,
      nullable: false,
      description: 'Whose list it is, with the list as it is now.',
    }),
    results: t.expose('results', { type: [UserResultType], nullable: false, description: RESULTS }),
  }),
})

export const ownerField = { required: true, description: 'Whose list.' } as const

export const ONE_BY_ONE =
  'Cost: 1 call per name, one after the other; 1 more where the service knows one of the names not. More than fit into the time of one request are refused whole with WRITE_TOO_LARGE.'

export async function changed(name: string, results: Promise<readonly ItemResult[]>): Promise<Changed> {
  return { results: await results, user: { username: name.toLowerCase() } }
}
