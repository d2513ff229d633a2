import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { AT_MOST } from './costs.ts'
import { GenderType, UserType } from './user.ts'

const AttributeInput = builder.inputType('AttributeInput', {
  description: 'A user attribute that the app made up.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The key, as the app stores it.' }),
    value: t.string({ required: true, description: 'Its value.' }),
  }),
})

const SetProfileInput = builder.inputType('SetProfileInput', {
  description: 'User attributes. What is left out stays as it is. At most 2 KB for one user in all.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'Whose profile.' }),
    nickname: t.string({ description: 'The name to show, up to 64 characters.' }),
    avatarUrl: t.string({ description: 'Address of the picture, up to 256 characters.' }),
    signature: t.string({ description: 'A line about themselves, up to 256 characters.' }),
    gender: t.field({ type: GenderType, description: 'What the user says.' }),
    email: t.string({ description: 'Mail address, up to 64 characters.' }),
    phone: t.string({ description: 'Phone number, up to 32 characters.' }),
    birthday: t.string({ description: 'Birthday, up to 64 characters.' }),
    ext: t.string({ description: 'Free text of the app.' }),
    attributes: t.field({
      type: [AttributeInput],
      description:
        'Attributes that the app made up. `attributes` of a user tells all of them; `profile` those that the setting `PROFILE_PROPERTIES` names.',
    }),
  }),
})

export const UserPayload = builder.objectRef<{ user: User }>('UserPayload').implement({
  description: 'A user after a change.',
  fields: (t) => ({
    user: t.expose('user', { type: UserType, nullable: false, description: 'The user as they are now.' }),
  }),
})

builder.mutationFields((t) => ({
  setProfile: t.field({
    type: UserPayload,
    description: 'Sets user attributes and leaves the others as they are. Cost: 1 call.',
    args: { input: t.arg({ type: SetProfileInput, required: true, description: 'Whose, and which.' }) },
    resolve: async (_root, { input }, { users }) => ({ user: await users.setProfile(input) }),
  }),
  clearProfile: t.field({
    type: UserPayload,
    description:
      'Deletes all attributes of a user, also those that the app made up. An unknown name has none, which is no failure. Cost: 1 call.',
    args: { username: t.arg.string({ required: true, description: 'Whose.' }) },
    resolve: async (_root, { username }, { users }) => ({ user: await users.clearProfile(username) }),
  }),
}))

builder.objectField(UserType, 'attributes', (t) =>
  t.field({
    type: 'JSONObject',
    description: `All their user attributes by the key that the app stores, also those that \`profile\` does not read; empty for an unknown name. Cost: 1 call per user, because only \`profile\` has a batch: do not ask for it in long lists. ${AT_MOST}`,
    resolve: (user, _args, { users }) => users.attributes(user),
  }),
)

builder.queryField('userAttributesSizeBytes', (t) =>
  t.float({
    description:
      'What the attributes of all users of the app take together, a whole number that can be beyond 2^31. The service stores 10 GB at most. Cost: 1 call.',
    resolve: (_root, _args, { users }) => users.attributesSizeBytes(),
  }),
)
