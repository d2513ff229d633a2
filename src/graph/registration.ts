import { builder } from './builder.ts'
import { UsersPayload } from './item-result.ts'
import { UserPayload } from './user-changes.ts'

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

builder.mutationFields((t) => ({
  registerUser: t.field({
    type: UserPayload,
    description: 'Registers a user. Cost: 1 call. ALREADY_EXISTS when the name is taken.',
    args: { input: t.arg({ type: RegisterUserInput, required: true, description: 'The new user.' }) },
    resolve: async (_root, { input }, { registrations }) => ({ user: await registrations.register(input) }),
  }),
  registerUserOpenly: t.field({
    type: UserPayload,
    description:
      'Registers a user without the rights of this server, as anybody can where the app allows open registration; FEATURE_OFF where it does not. Cost: 1 call. ALREADY_EXISTS when the name is taken.',
    args: { input: t.arg({ type: RegisterUserInput, required: true, description: 'The new user.' }) },
    resolve: async (_root, { input }, { registrations }) => ({
      user: await registrations.registerOpenly(input),
    }),
  }),
  registerUsers: t.field({
    type: UsersPayload,
    description:
      'Registers users. Each has a result of its own: ALREADY_EXISTS when the name is taken, UNKNOWN when no clear answer came, for a registration is never repeated. Cost: 1 call per 60 users, one after the other; a few more where the service refuses a whole call because of one name.',
    args: {
      users: t.arg({
        type: [RegisterUserInput],
        required: true,
        description: 'The new users, any number of them. No name may be there twice.',
      }),
    },
    resolve: async (_root, { users }, { registrations }) => ({
      results: await registrations.registerMany(users),
    }),
  }),
}))
