import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'

const FIELDS = 'name titlePattern contentPattern createdAt updatedAt'
const READ = `query($name: String!) { pushTemplate(name: $name) { ${FIELDS} } }`
const CREATE = `mutation($input: CreatePushTemplateInput!) { createPushTemplate(input: $input) { template { ${FIELDS} } } }`
const DELETE = 'mutation($name: String!) { deletePushTemplate(name: $name) { name } }'
const ASSIGN =
  'mutation($name: String!, $user: String!) { assignPushTemplate(username: $user, name: $name) { user { username } } }'
const TEMPLATE = { name: 'Test_7', titlePattern: '你好,{0}', contentPattern: '推送测试,{0}' }

describe('a push template', () => {
  it('is made, read, written anew and deleted by its name', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock })
    const run = (document: string, variables: object) => clock.until(ask(document, variables))
    expect((await run(READ, { name: 'Test_7' })).data).toEqual({ pushTemplate: null })

    const made = await run(CREATE, { input: TEMPLATE })
    const read = await run(READ, { name: 'Test_7' })
    await clock.run(1_000)
    const again = await run(CREATE, { input: { ...TEMPLATE, titlePattern: '{1}' } })
    const changed = await run(READ, { name: 'Test_7' })
    const deleted = await run(DELETE, { name: 'Test_7' })
    const gone = await run(READ, { name: 'Test_7' })

    const stored = made.data.createPushTemplate.template
    expect(stored).toMatchObject(TEMPLATE)
    expect(new Date(stored.createdAt).getTime()).toBeGreaterThan(1_600_000_000_000)
    expect(read.data.pushTemplate).toEqual(stored)
    expect(again.data.createPushTemplate.template.createdAt).toBe(stored.createdAt)
    expect(changed.data.pushTemplate).toEqual(again.data.createPushTemplate.template)
    expect(changed.data.pushTemplate.titlePattern).toBe('{1}')
    expect(deleted.data).toEqual({ deletePushTemplate: { name: 'Test_7' } })
    expect(gone.data).toEqual({ pushTemplate: null })
    expect(gone.errors).toBeUndefined()
    expect(sandbox.store.pushTemplates.has('Test_7')).toBe(false)
  })

  it('is not the one whose name is in other letters', async () => {
    const { ask } = await start()

    const { data } = await ask(READ, { name: 'New-Message' })

    expect(data.pushTemplate).toBeNull()
  })

  it('is assigned to a user', async () => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(ASSIGN, { name: 'new-message', user: 'U0001' })

    expect(errors).toBeUndefined()
    expect(data.assignPushTemplate.user).toEqual({ username: 'u0001' })
    expect(sandbox.store.users.get('u0001')?.pushTemplate).toBe('new-message')
  })

  it.each([
    { what: 'deleted', document: DELETE, variables: { name: 'none' } },
    { what: 'assigned', document: ASSIGN, variables: { name: 'none', user: 'u0001' } },
    { what: 'assigned to nobody', document: ASSIGN, variables: { name: 'new-message', user: 'ghost' } },
  ])('is not $what when there is none: NOT_FOUND', async ({ document, variables }) => {
    const { ask } = await start()

    const { errors } = await ask(document, variables)

    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { argument: 'name', document: READ, variables: { name: '..' } },
    { argument: 'name', document: DELETE, variables: { name: 'a/b' } },
    { argument: 'name', document: ASSIGN, variables: { name: '', user: 'u0001' } },
    { argument: 'username', document: ASSIGN, variables: { name: 'n', user: '' } },
    { argument: 'name', document: CREATE, variables: { input: { ...TEMPLATE, name: 'x'.repeat(65) } } },
    { argument: 'titlePattern', document: CREATE, variables: { input: { ...TEMPLATE, titlePattern: '' } } },
    {
      argument: 'contentPattern',
      document: CREATE,
      variables: { input: { ...TEMPLATE, contentPattern: 'x'.repeat(4_097) } },
    },
  ])(
    'is not asked of the service with a bad $argument in $variables',
    async ({ argument, document, variables }) => {
      const { ask, calls } = await start()

      const { errors } = await ask(document, variables)

      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
      expect(calls()).toEqual([])
    },
  )
})
