import type { Gathering } from '../sources/gatherings.ts'
import type { Role } from '../sources/members.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import type { EdgeShape } from './connection.ts'
import { UserType } from './user.ts'

const RoleType = builder.enumType('Role', {
  description:
    'What a member may do in a group or chatroom. Admins count as members here; `isAdmin` tells them apart.',
  values: {
    OWNER: { description: 'Made it, or was given it.' },
    MEMBER: { description: 'Everybody else.' },
  } as const,
})

interface MemberEdge extends EdgeShape<User> {
  readonly role: Role
  /** Whose member. */
  readonly gathering: Gathering
}

export const MemberEdgeType = builder.objectRef<MemberEdge>('MemberEdge').implement({
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
