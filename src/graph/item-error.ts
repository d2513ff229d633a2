import { builder } from './builder.ts'

interface ItemError {
  readonly code: string
  readonly message: string
}

/** The field `error` of an item. A copy: an Error that a resolver returns fails the field instead of being its value. */
export function errorOf({ error }: { readonly error: ItemError | null }): ItemError | null {
  return error === null ? null : { code: error.code, message: error.message }
}

export const ItemErrorType = builder.objectRef<ItemError>('ItemError').implement({
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
