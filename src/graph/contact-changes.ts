import { builder } from './builder.ts'
import { namesField } from './item-result.ts'
import { changed, ONE_BY_ONE, ownerField, UserUsersPayload } from './relation.ts'
import { UserPayload } from './user-changes.ts'

const ContactsInput = builder.inputType('ContactsInput', {
  description: 'Contacts of one user.',
  fields: (t) => ({ username: t.string(ownerField), contacts: t.stringList(namesField) }),
})

const ImportContactsInput = builder.inputType('ImportContactsInput', {
  description: 'Contacts that one user gets at once.',
  fields: (t) => ({
    username: t.string(ownerField),
    contacts: t.stringList(namesField),
    notify: t.boolean({
      description: 'Whether those concerned are told; without it, as the service is set.',
    }),
  }),
})

const SetContactRemarkInput = builder.inputType('SetContactRemarkInput', {
  description: 'What a user calls one of their contacts.',
  fields: (t) => ({
    username: t.string(ownerField),
    contact: t.string({ required: true, description: 'Name of the contact.' }),
    remark: t.string({ required: true, description: 'Up to 100 characters; empty for none.' }),
  }),
})

builder.mutationFields((t) => ({
  addContacts: t.field({
    type: UserUsersPayload,
    description: `Makes users contacts of each other. Whoever is one already is DONE too. ${ONE_BY_ONE} For many new contacts \`importContacts\` is cheaper.`,
    args: { input: t.arg({ type: ContactsInput, required: true, description: 'Whose, and who.' }) },
    resolve: (_root, { input }, { contacts }) =>
      changed(input.username, contacts.add(input.username, input.contacts)),
  }),
  removeContacts: t.field({
    type: UserUsersPayload,
    description: `Makes users contacts of each other no longer. Whoever is none is DONE too. ${ONE_BY_ONE}`,
    args: { input: t.arg({ type: ContactsInput, required: true, description: 'Whose, and who.' }) },
    resolve: (_root, { input }, { contacts }) =>
      changed(input.username, contacts.remove(input.username, input.contacts)),
  }),
  importContacts: t.field({
    type: UserUsersPayload,
    description:
      'Makes many users contacts of one. A name that nobody has is FAILED with NOT_FOUND, one for which a list is full with LIMIT_REACHED. Cost: 1 call per 10 names, one after the other.',
    args: { input: t.arg({ type: ImportContactsInput, required: true, description: 'Whose, and who.' }) },
    resolve: (_root, { input }, { contacts }) => changed(input.username, contacts.import(input)),
  }),
  setContactRemark: t.field({
    type: UserPayload,
    description:
      'Sets what a user calls a contact; the contact does not see it. Cost: 1 call. NOT_FOUND when they are no contacts.',
    args: {
      input: t.arg({ type: SetContactRemarkInput, required: true, description: 'Whose, whom, and what.' }),
    },
    resolve: async (_root, { input }, { contacts }) => ({ user: await contacts.setRemark(input) }),
  }),
}))
