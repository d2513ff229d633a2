import type { MemberResult } from '../sources/members.ts'
import { builder } from './builder.ts'

export const ItemErrorType = builder.objectRef<NonNullable<MemberResult['error']>>('ItemError').implement({
  description: 'Why one item of a change on many was not done, or is not known to have been done.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description:
        'For programs: one of the codes that `extensions.code` can have as well, such as NOT_FOUND.',
    }),
    message: t.exposeString('message', { nullable: false, description: 'For people.' }),
  }),
})
