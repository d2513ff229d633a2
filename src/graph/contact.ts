import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { type EdgeShape, paged } from './connection.ts'
import { AT_MOST, atMost } from './costs.ts'
import { UserType } from './user.ts'

interface ContactEdge extends EdgeShape<User> {
  readonly remark: string | null
}

const ContactEdgeType = builder.objectRef<ContactEdge>('ContactEdge').implement({
  description: 'A contact, and what the owner of the list calls them.',
  fields: (t) => ({
    node: t.expose('node', { type: UserType, nullable: false, description: 'The contact.' }),
    cursor: t.exposeString('cursor', { nullable: false, description: 'To continue after this contact.' }),
    remark: t.exposeString('remark', { description: 'What the owner of the list calls this contact.' }),
  }),
})

const ContactConnection = builder.connectionObject(
  { type: UserType, name: 'ContactConnection', description: 'A page of contacts.' },
  ContactEdgeType,
)

builder.objectField(UserType, 'contacts', (t) =>
  t.field({
    type: ContactConnection,
    description: `Their contacts, null for an unknown name. Cost: 1 call per 50 contacts. ${AT_MOST}`,
    ...paged({
      page: (user: User, request, { contacts }) => contacts.of(user, request),
      edge: ({ user, remark }) => ({ node: user, remark }),
    }),
  }),
)

builder.objectField(UserType, 'isContactOf', (t) =>
  t.boolean({
    description: `Whether that user has this one among their contacts: for lists of people, seen by one of them. False for names that nobody has. Cost: 1 call per 100 users and asking user, shared by all who ask. ${atMost('asking users')}`,
    args: {
      username: t.arg.string({ required: true, description: 'Whose contacts; case does not matter.' }),
    },
    resolve: (user, { username }, { contacts }) => contacts.isContactOf(user, username),
  }),
)
