import type { ItemResult } from '../sources/changes.ts'
import type { Gathering } from '../sources/gatherings.ts'
import type { MuteDurationGiven } from '../sources/mute-terms.ts'
import type { GatheringKind } from '../sources/places.ts'
import { builder, type ObjectRefOf } from './builder.ts'
import { ChatroomType } from './chatroom.ts'
import { sourceOf } from './gathering.ts'
import { GroupType, groupOf } from './group.ts'
import { namesField, RESULTS, UserResultType } from './item-result.ts'
import { MuteDurationInput } from './mute-term.ts'

/** Groups and chatrooms can be changed alike: what is declared here once is there for both. */
interface Changeable<Kind extends GatheringKind> {
  readonly kind: Kind
  /** What it is called in texts and in payloads. */
  readonly noun: 'group' | 'chatroom'
  readonly type: ObjectRefOf<Gathering<Kind>>
}

type Noun = Changeable<GatheringKind>['noun']

/** Changes of many users, by the name that they have in `sources/`. */
const USER_CHANGES = [
  {
    change: 'addMembers',
    nameOf: (kind) => `add${kind}Members`,
    describe: (noun) => `Makes users members of a ${noun}. Whoever is one already is DONE too.`,
  },
  {
    change: 'removeMembers',
    nameOf: (kind) => `remove${kind}Members`,
    describe: (noun) =>
      `Makes members leave a ${noun}. Its owner cannot be among them. NOT_FOUND for who is no member.`,
  },
  {
    change: 'addAdmins',
    nameOf: (kind) => `add${kind}Admins`,
    describe: (noun) => `Lets members manage a ${noun}; at most 99 can, besides its owner.`,
  },
  {
    change: 'removeAdmins',
    nameOf: (kind) => `remove${kind}Admins`,
    describe: (noun) => `Makes admins of a ${noun} ordinary members again. NOT_FOUND for who is none.`,
  },
  {
    change: 'blockUsers',
    nameOf: (kind) => `block${kind}Users`,
    describe: (noun) =>
      `Makes members leave a ${noun}, and keeps them from coming back. Whoever is no member cannot be blocked.`,
  },
  {
    change: 'unblockUsers',
    nameOf: (kind) => `unblock${kind}Users`,
    describe: (noun) =>
      `Takes users off the block list of a ${noun}, so that they can become members again. It does not make them members. NOT_FOUND for who is not on it.`,
  },
  {
    change: 'allowUsers',
    nameOf: (kind) => `allow${kind}Users`,
    describe: (noun) => `Lets members write in a ${noun} even while all are muted.`,
  },
  {
    change: 'disallowUsers',
    nameOf: (kind) => `disallow${kind}Users`,
    describe: (noun) =>
      `Takes members off the allow list of a ${noun}, so that they may not write while all are muted. NOT_FOUND for who is not on it.`,
  },
  {
    change: 'unmuteMembers',
    nameOf: (kind) => `unmute${kind}Members`,
    describe: (noun) =>
      `Lets muted members of a ${noun} write again. Whoever is muted as one of all stays so. NOT_FOUND for who is not muted by name.`,
  },
] as const satisfies readonly {
  readonly change: keyof ReturnType<typeof sourceOf>
  readonly nameOf: (kind: GatheringKind) => string
  readonly describe: (noun: Noun) => string
}[]

/** Admins are named one by one, everybody else up to 60 at a time. */
function costOf(change: (typeof USER_CHANGES)[number]['change']): string {
  return change.endsWith('Admins')
    ? 'Cost: 1 call per name, one after the other; 1 or 2 more to learn why some are refused.'
    : 'Cost: 1 call per 60 names, one after the other. Where the service refuses a whole call because of some names, halves are tried: up to a dozen calls for one such name, and 1 or 2 to learn why.'
}

/** The schema has checked it; the compiler cannot, because the names of the fields are computed. */
function toNames(usernames: unknown): readonly string[] {
  return [usernames].flat().map(String)
}

/** As `toNames`. */
function toTerm(term: unknown): MuteDurationGiven {
  return typeof term === 'object' && term !== null ? term : {}
}

function declareChanges<Kind extends GatheringKind>({ kind, noun, type }: Changeable<Kind>) {
  const idName = `${noun}Id` as const
  // A name that the compiler does not know: else it looks for a type of this name among those it knows.
  const kindName: string = kind

  interface Changed {
    readonly gathering: Gathering<Kind>
    readonly results: readonly ItemResult[]
  }

  /** A bare reference: what is asked of it is read after the change. */
  const bare = (id: string): Gathering<Kind> => ({ kind, id, facts: {} })

  const Payload = builder.objectRef<Gathering<Kind>>(`${kind}Payload`).implement({
    description: `A ${noun} after a change.`,
    fields: (t) => ({
      [noun]: t.field({
        type,
        nullable: false,
        description: `The ${noun} as it is now.`,
        resolve: (gathering) => gathering,
      }),
    }),
  })

  const UsersPayload = builder.objectRef<Changed>(`${kind}UsersPayload`).implement({
    description: `A ${noun} after a change of many users.`,
    fields: (t) => ({
      [noun]: t.field({
        type,
        nullable: false,
        description: `The ${noun} as it is now.`,
        resolve: ({ gathering }) => gathering,
      }),
      results: t.expose('results', { type: [UserResultType], nullable: false, description: RESULTS }),
    }),
  })

  const idField = { required: true, description: `The ${noun}, by its id in the service.` } as const

  const UsersInput = builder.inputType(`${kindName}UsersInput`, {
    description: `Users of one ${noun}.`,
    fields: (t) => ({ [idName]: t.id(idField), usernames: t.stringList(namesField) }),
  })

  const MuteInput = builder.inputType(`Mute${kindName}MembersInput`, {
    description: `Members of one ${noun}, and for how long they may not write.`,
    fields: (t) => ({
      [idName]: t.id(idField),
      usernames: t.stringList(namesField),
      term: t.field({ type: MuteDurationInput, required: true, description: 'For how long.' }),
    }),
  })

  async function changed(id: string, results: Promise<readonly ItemResult[]>): Promise<Changed> {
    return { results: await results, gathering: bare(id) }
  }

  for (const { change, nameOf, describe } of USER_CHANGES) {
    builder.mutationField(nameOf(kind), (t) =>
      t.field({
        type: UsersPayload,
        description: `${describe(noun)} ${costOf(change)}`,
        args: { input: t.arg({ type: UsersInput, required: true, description: 'Who, and where.' }) },
        resolve(_root, { input }, context) {
          const id = String(input[idName])
          return changed(id, sourceOf({ kind }, context)[change](id, toNames(input.usernames)))
        },
      }),
    )
  }

  builder.mutationFields((t) => ({
    [`mute${kind}Members`]: t.field({
      type: UsersPayload,
      description: `Keeps members of a ${noun} from writing. For those muted already the time begins anew. ${costOf('unmuteMembers')}`,
      args: {
        input: t.arg({ type: MuteInput, required: true, description: 'Who, where, and for how long.' }),
      },
      resolve(_root, { input }, context) {
        const id = String(input[idName])
        return changed(
          id,
          sourceOf({ kind }, context).muteMembers(id, toNames(input.usernames), toTerm(input.term)),
        )
      },
    }),
    [`set${kind}MutedForAll`]: t.field({
      type: Payload,
      description: `Lets only the owner, admins and allowed members of a ${noun} write, or all again. The mutes of single members stay as they are. Cost: 1 call.`,
      args: {
        [idName]: t.arg.id(idField),
        isMutedForAll: t.arg.boolean({ required: true, description: 'True mutes, false lifts it.' }),
      },
      async resolve(_root, args, context) {
        const id = String(args[idName])
        await sourceOf({ kind }, context).setMutedForAll(id, args.isMutedForAll === true)
        return bare(id)
      },
    }),
    [`set${kind}Announcement`]: t.field({
      type: Payload,
      description: `Replaces what the members of a ${noun} are told. Cost: 1 call.`,
      args: {
        [idName]: t.arg.id(idField),
        announcement: t.arg.string({ required: true, description: 'Up to 512 characters; empty for none.' }),
      },
      async resolve(_root, args, context) {
        const id = String(args[idName])
        await sourceOf({ kind }, context).setAnnouncement(id, String(args.announcement))
        return bare(id)
      },
    }),
    [`transfer${kind}`]: t.field({
      type: Payload,
      description: `Makes another member the owner of a ${noun}; the old one stays a member. NOT_ALLOWED when the new owner is no member, or the owner already. Cost: 1 call.`,
      args: {
        [idName]: t.arg.id(idField),
        newOwner: t.arg.string({ required: true, description: 'Name of a member.' }),
      },
      async resolve(_root, args, context) {
        const id = String(args[idName])
        await sourceOf({ kind }, context).transfer(id, String(args.newOwner))
        return bare(id)
      },
    }),
  }))
  return { Payload, UsersPayload }
}

export const { Payload: GroupPayload, UsersPayload: GroupUsersPayload } = declareChanges({
  kind: 'Group',
  noun: 'group',
  type: GroupType,
})
declareChanges({ kind: 'Chatroom', noun: 'chatroom', type: ChatroomType })

builder.mutationField('setGroupDisabled', (t) =>
  t.field({
    type: GroupPayload,
    description: 'Switches a group off, so that nobody can write or read in it, or on again. Cost: 1 call.',
    args: {
      groupId: t.arg.id({ required: true, description: 'The group, by its id in the service.' }),
      isDisabled: t.arg.boolean({ required: true, description: 'True switches it off, false on.' }),
    },
    async resolve(_root, { groupId, isDisabled }, { groups }) {
      await groups.setDisabled(groupId, isDisabled)
      return groupOf(groupId)
    },
  }),
)
