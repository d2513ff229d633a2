import type { UserToken } from '../sources/user-tokens.ts'
import { builder } from './builder.ts'
import { UserType } from './user.ts'

const CreateUserTokenInput = builder.inputType('CreateUserTokenInput', {
  description: 'Whose token, and how it is asked for.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'Who logs in with it.' }),
    password: t.string({
      description:
        'Their password, to check it. Without it the name is enough, because this server may act for everybody.',
    }),
    createIfMissing: t.boolean({
      description:
        'True registers the name where it is not, with a password that nobody knows. Not beside a password.',
    }),
    ttlSeconds: t.int({
      description: 'How long it is valid, at least 1; without it, as long as the app is configured.',
    }),
  }),
})

const CreateUserTokenPayload = builder.objectRef<UserToken>('CreateUserTokenPayload').implement({
  description: 'A token of a user. Keep it secret: whoever has it is that user.',
  fields: (t) => ({
    user: t.expose('user', { type: UserType, nullable: false, description: 'Whose it is.' }),
    accessToken: t.exposeString('accessToken', {
      nullable: false,
      description: 'What a client app logs in with. This server does not remember it.',
    }),
    expiresInSeconds: t.exposeFloat('expiresInSeconds', {
      description:
        'How long it is valid from now on, a whole number that can be beyond 2^31; null when it never expires.',
    }),
  }),
})

builder.mutationField('createUserToken', (t) =>
  t.field({
    type: CreateUserTokenPayload,
    description:
      'Makes a token with which a client app logs in as a user. NOT_FOUND for an unknown name, NOT_ALLOWED for a wrong password or a deactivated account. Cost: 1 call.',
    args: {
      input: t.arg({ type: CreateUserTokenInput, required: true, description: 'Whose, and how.' }),
    },
    resolve: (_root, { input }, { userTokens }) => userTokens.create(input),
  }),
)
