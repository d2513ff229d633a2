import type { MemberResult, Role } from '../sources/members.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import type { EdgeShape } from './connection.ts'
import { errorOf, ItemErrorType } from './item-error.ts'
import { UserType } from './user.ts'

const RoleType = builder.enumType('Role', {
  description: 'What a member may do in a group or chatroom. Admins count as members here.',
  values: {
    OWNER: { description: 'Made it, or was given it.' },
    MEMBER: { description: 'Everybody else.' },
  } as const,
})

interface MemberEdge extends EdgeShape<User> {
  readonly role: Role
}

const MemberEdgeType = builder.objectRef<MemberEdge>('MemberEdge').implement({
  description: 'A member, and their role.',
  fields: (t) => ({
    node: t.expose('node', { type: UserType, nullable: false, description: 'The member.' }),
    cursor: t.exposeString('cursor', { nullable: false, description: 'To continue after this member.' }),
    role: t.expose('role', {
      type: RoleType,
      nullable: false,
      description: 'OWNER or MEMBER. Costs nothing more.',
    }),
  }),
})

export const MemberConnection = builder.connectionObject(
  { type: UserType, name: 'MemberConnection', description: 'A page of members.' },
  MemberEdgeType,
)

const MemberStatusType = builder.enumType('MemberStatus', {
  description: 'What became of one member of a change.',
  values: {
    DONE: {
      description:
        'It is as asked for. Adding somebody who was a member already is DONE too; removing somebody who is none is FAILED with NOT_FOUND.',
    },
    FAILED: { description: 'It was not done; `error` says why.' },
    UNKNOWN: {
      description: 'No clear answer came: it may or may not have been done. Read it back before repeating.',
    },
  } as const,
})

export const MemberResultType = builder.objectRef<MemberResult>('MemberResult').implement({
  description: 'What became of one member of a change.',
  fields: (t) => ({
    username: t.exposeString('username', { nullable: false, description: 'The name, in lower case.' }),
    user: t.field({
      type: UserType,
      nullable: false,
      description: 'The user of this name. Costs nothing by itself.',
      resolve: ({ username }) => ({ username }),
    }),
    status: t.expose('status', {
      type: MemberStatusType,
      nullable: false,
      description: 'Whether it was done.',
    }),
    error: t.field({ type: ItemErrorType, description: 'Why not; null when it was done.', resolve: errorOf }),
  }),
})
