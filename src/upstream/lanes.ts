/** In order of urgency. The token comes first: nothing else can start without one. */
export const LANES = ['token', 'send', 'membership', 'read', 'background'] as const
export type Lane = (typeof LANES)[number]
