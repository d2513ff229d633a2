import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
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
        'Attributes that the app made up. To read them back, name them in the setting `PROFILE_PROPERTIES`.',
    }),
  }),
})

const RegisterUserInput = builder.inputType('RegisterUserInput', {
  description: 'A new user.',
  fields: (t) => ({
    username: t.string({
      required: true,
      description: '1 to 64 of the characters a-z 0-9 _ . -; case does not matter.',
    }),
    password: t.string({ required: true, description: 'Up to 64 characters.' }),
    pushNickname: t.string({ description: 'The name that push messages show, up to 100 characters.' }),
  }),
})

export const UserPayload = builder.objectRef<{ user: User }>('UserPayload').implement({
  description: 'A user after a change.',
  fields: (t) => ({
    user: t.expose('user', { type: UserType, nullable: false, description: 'The user as they are now.' }),
  }),
})

builder.mutationFields((t) => ({
  registerUser: t.field({
    type: UserPayload,
    description: 'Registers a user. Cost: 1 call. ALREADY_EXISTS when the name is taken.',
    args: { input: t.arg({ type: RegisterUserInput, required: true, description: 'The new user.' }) },
    resolve: async (_root, { input }, { users }) => ({ user: await users.register(input) }),
  }),
  setProfile: t.field({
    type: UserPayload,
    description: 'Sets user attributes and leaves the others as they are. Cost: 1 call.',
    args: { input: t.arg({ type: SetProfileInput, required: true, description: 'Whose, and which.' }) },
    resolve: async (_root, { input }, { users }) => ({ user: await users.setProfile(input) }),
  }),
}))
