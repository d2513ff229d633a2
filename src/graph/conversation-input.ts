import { builder } from './builder.ts'

export const ConversationInput = builder.inputType('ConversationInput', {
  description: 'Where something was said: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    user: t.string({ description: 'To a single user, by name.' }),
    group: t.id({ description: 'In a group, by its id in the service.' }),
    chatroom: t.id({ description: 'In a chatroom, by its id in the service.' }),
  }),
})

export const MESSAGE_ID = 'The id in the service: digits.'
