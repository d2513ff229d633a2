import type { PushTemplate } from '../sources/push-templates.ts'
import { builder } from './builder.ts'
import { UserPayload } from './user-changes.ts'

const PushTemplateType = builder.objectRef<PushTemplate>('PushTemplate').implement({
  description: 'The words of pushes. `{0}`, `{1}` … in them stand for what a message fills in.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: false, description: 'What it is called; case matters.' }),
    titlePattern: t.exposeString('titlePattern', { description: 'The title.' }),
    contentPattern: t.exposeString('contentPattern', { description: 'The text.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
})

const CreatePushTemplateInput = builder.inputType('CreatePushTemplateInput', {
  description: 'A template for pushes.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: '1 to 64 of the characters A-Z a-z 0-9 _ . -; case matters.',
    }),
    titlePattern: t.string({ required: true, description: 'The title, like `{0}`.' }),
    contentPattern: t.string({ required: true, description: 'The text, like `New message: {0}`.' }),
  }),
})

const PushTemplatePayload = builder
  .objectRef<{ readonly template: PushTemplate }>('PushTemplatePayload')
  .implement({
    description: 'A template after a change.',
    fields: (t) => ({
      template: t.expose('template', {
        type: PushTemplateType,
        nullable: false,
        description: 'The template as the service stored it.',
      }),
    }),
  })

const DeletePushTemplatePayload = builder
  .objectRef<{ readonly name: string }>('DeletePushTemplatePayload')
  .implement({
    description: 'What was deleted.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'The name that is free again.' }),
    }),
  })

const name = { required: true, description: 'The name of the template; case matters.' } as const

builder.queryField('pushTemplate', (t) =>
  t.field({
    type: PushTemplateType,
    description: 'The template of this name, null for an unknown one. Cost: 1 call.',
    args: { name: t.arg.string(name) },
    resolve: (_root, args, { pushTemplates }) => pushTemplates.byName(args.name),
  }),
)

builder.mutationFields((t) => ({
  createPushTemplate: t.field({
    type: PushTemplatePayload,
    description: 'Makes a template for pushes, or replaces the one of this name. Cost: 1 call.',
    args: {
      input: t.arg({ type: CreatePushTemplateInput, required: true, description: 'The new template.' }),
    },
    resolve: async (_root, { input }, { pushTemplates }) => ({ template: await pushTemplates.create(input) }),
  }),
  deletePushTemplate: t.field({
    type: DeletePushTemplatePayload,
    description: 'Deletes a template. Cost: 1 call. NOT_FOUND for an unknown one.',
    args: { name: t.arg.string(name) },
    resolve: async (_root, args, { pushTemplates }) => ({ name: await pushTemplates.remove(args.name) }),
  }),
  assignPushTemplate: t.field({
    type: UserPayload,
    description:
      'Lets the pushes to a user have the words of a template. The service does not tell later which it was. Cost: 1 call. NOT_FOUND for an unknown user or template.',
    args: {
      username: t.arg.string({ required: true, description: 'Who gets the pushes.' }),
      name: t.arg.string(name),
    },
    resolve: async (_root, args, { push }) => ({ user: await push.assignTemplate(args.username, args.name) }),
  }),
}))
