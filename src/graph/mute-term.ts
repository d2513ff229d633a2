import { builder, type InputFields } from './builder.ts'

/** An end, or in so many words none: a time that was forgotten must not mute for ever. */
const durations = (t: InputFields) => ({
  durationSeconds: t.int({ description: 'For so long, 1 to 2147483647.' }),
  forever: t.boolean({ description: 'True: until it is lifted.' }),
})

export const MuteDurationInput = builder.inputType('MuteDurationInput', {
  description: 'How long a mute lasts, from now on. Exactly one of these.',
  isOneOf: true,
  fields: durations,
})

export const MuteTermInput = builder.inputType('MuteTermInput', {
  description: 'How long a mute lasts, from now on, or its end. Exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    ...durations(t),
    lift: t.boolean({ description: 'True: they may write again at once.' }),
  }),
})
