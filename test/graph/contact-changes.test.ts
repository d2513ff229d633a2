import { describe, expect, it } from 'vitest'
import { addContact, contactsOf } from '../../src/sandbox/store.ts'
import { start } from '../support/harness.ts'
import { connect, startService } from '../support/service.ts'

const seed = { users: 120, contacts: 0 }
const RESULTS = 'results { username status error { code } }'
const LIST = 'user { username contacts(first: 100) { edges { remark node { username } } } }'
const change = (name: string) =>
  `mutation($input: ContactsInput!) { it: ${name}(input: $input) { ${RESULTS} ${LIST} } }`
const IMPORT = `mutation($input: ImportContactsInput!) { it: importContacts(input: $input) { ${RESULTS} ${LIST} } }`
const REMARK = `mutation($input: SetContactRemarkInput!) { it: setContactRemark(input: $input) { ${LIST} } }`

const done = (username: string) => ({ username, status: 'DONE', error: null })
const refused = (username: string, code: string) => ({ username, status: 'FAILED', error: { code } })
const edge = (username: string, remark: string | null = null) => ({ remark, node: { username } })
const namesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `u${String(first + index).padStart(4, '0')}`)

describe('addContacts', () => {
  it('makes users contacts of each other, and shows it in the same answer', async () => {
    const { ask } = await start({ sandbox: { seed } })
    const lists = `{ a: user(username: "u0001") { contacts { edges { node { username } } } }
      b: user(username: "u0002") { contacts { edges { node { username } } } isContactOf(username: "u0001") } }`
    const before = await ask(lists)

    const { data, errors } = await ask(change('addContacts'), {
      input: { username: 'U0001', contacts: ['u0002', 'U0003', 'u0002'] },
    })

    expect(errors).toBeUndefined()
    expect(data.it).toEqual({
      results: [done('u0002'), done('u0003')],
      user: { username: 'u0001', contacts: { edges: [edge('u0003'), edge('u0002')] } },
    })
    const after = await ask(lists)
    expect(before.data.b).toEqual({ contacts: { edges: [] }, isContactOf: false })
    expect(after.data.b).toEqual({
      contacts: { edges: [{ node: { username: 'u0001' } }] },
      isContactOf: true,
    })
  })

  it('does the others where one is nobody, or finds no place', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const contacts = contactsOf(sandbox.store, 'u0001')
    for (let count = 0; count < 2_999; count += 1) {
      contacts.set(`x${count}`, { username: `x${count}`, remark: null, serial: count })
    }

    const { data, errors } = await ask(change('addContacts').replace(LIST, ''), {
      input: { username: 'u0001', contacts: ['nobody', 'u0002', 'u0003'] },
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([
      refused('nobody', 'NOT_FOUND'),
      done('u0002'),
      refused('u0003', 'LIMIT_REACHED'),
    ])
  })
})

describe.each(['addContacts', 'removeContacts'])('%s', (name) => {
  it('fails as a whole, after one try, when nobody has the name of the owner', async () => {
    const { ask, traffic } = await start({ sandbox: { seed } })

    const { data, errors } = await ask(change(name), {
      input: { username: 'ghost', contacts: ['u0001', 'u0002', 'u0003'] },
    })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
    expect(traffic()).toEqual({
      [name === 'addContacts' ? 'contact-add' : 'contact-remove']: 1,
      'user-get': 1,
    })
  })

  it.each([
    { argument: 'username', input: { username: '..', contacts: ['u0001'] } },
    { argument: 'contacts', input: { username: 'u0001', contacts: [] } },
    { argument: 'contacts[1]', input: { username: 'u0001', contacts: ['u0002', 'a,b'] } },
  ])('is not asked of the service with a bad $argument', async ({ argument, input }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(change(name), { input })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})

describe('removeContacts', () => {
  it('ends it for both, is DONE for whoever was none, and FAILED for nobody', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    addContact(sandbox.store, 'u0001', 'u0002')
    addContact(sandbox.store, 'u0001', 'u0003')
    await ask('{ user(username: "u0002") { isContactOf(username: "u0001") contacts { edges { cursor } } } }')

    const { data, errors } = await ask(change('removeContacts'), {
      input: { username: 'u0001', contacts: ['u0002', 'u0004', 'nobody'] },
    })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual([done('u0002'), done('u0004'), refused('nobody', 'NOT_FOUND')])
    expect(data.it.user.contacts.edges).toEqual([edge('u0003')])
    const next = await ask(
      '{ user(username: "u0002") { isContactOf(username: "u0001") contacts { edges { cursor } } } }',
    )
    expect(next.data.user).toEqual({ isContactOf: false, contacts: { edges: [] } })
  })
})

describe('importContacts', () => {
  it('takes any number of names, and says of each what became of it', async () => {
    const { ask, sandbox, traffic } = await start({ sandbox: { seed } })
    const full = contactsOf(sandbox.store, 'u0015')
    for (let count = 0; count < 3_000; count += 1) {
      full.set(`x${count}`, { username: `x${count}`, remark: null, serial: count })
    }
    const contacts = [...namesFrom(10, 22), 'nobody']

    const { data, errors } = await ask(IMPORT, { input: { username: 'u0001', contacts, notify: true } })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(
      contacts.map((name) => {
        if (name === 'nobody') return refused(name, 'NOT_FOUND')
        if (name === 'u0015') return refused(name, 'LIMIT_REACHED')
        return done(name)
      }),
    )
    expect(data.it.user.contacts.edges).toHaveLength(21)
    expect(traffic()).toEqual({ 'contact-import': 3, 'contact-list-paged': 1 })
  })

  it.each([
    { notify: true, query: { isSendNotice: 'true' } },
    { notify: false, query: { isSendNotice: 'false' } },
    { notify: null, query: {} },
  ])('tells those concerned as asked: $notify', async ({ notify, query }) => {
    const { ask, sandbox } = await start({ sandbox: { seed } })

    await ask(IMPORT, { input: { username: 'u0001', contacts: ['u0002'], notify } })

    expect(sandbox.calls.find(({ path }) => path.endsWith('/import'))?.query).toEqual(query)
  })

  it('fails as a whole when nobody has the name of the owner', async () => {
    const { ask } = await start({ sandbox: { seed } })

    const { errors } = await ask(IMPORT, { input: { username: 'ghost', contacts: namesFrom(1, 20) } })

    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
  })

  it('is FAILED for each where the list of the owner is full', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    const full = contactsOf(sandbox.store, 'u0001')
    for (let count = 0; count < 3_000; count += 1) {
      full.set(`x${count}`, { username: `x${count}`, remark: null, serial: count })
    }

    const { data } = await ask(IMPORT, { input: { username: 'u0001', contacts: ['u0002', 'u0003'] } })

    expect(data.it.results).toEqual([refused('u0002', 'LIMIT_REACHED'), refused('u0003', 'LIMIT_REACHED')])
  })
})

describe('setContactRemark', () => {
  it('is seen by the owner of the list in the same answer, and by nobody else', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    addContact(sandbox.store, 'u0001', 'u0002')
    await ask('{ user(username: "u0001") { contacts { edges { remark } } } }')

    const { data, errors } = await ask(REMARK, {
      input: { username: 'U0001', contact: 'U0002', remark: 'Lin 春' },
    })

    expect(errors).toBeUndefined()
    expect(data.it.user).toEqual({ username: 'u0001', contacts: { edges: [edge('u0002', 'Lin 春')] } })
    expect(contactsOf(sandbox.store, 'u0002').get('u0001')?.remark).toBeNull()
  })

  it('is taken away by an empty one', async () => {
    const { ask, sandbox } = await start({ sandbox: { seed } })
    addContact(sandbox.store, 'u0001', 'u0002')
    await ask(REMARK, { input: { username: 'u0001', contact: 'u0002', remark: 'Lin' } })

    const { data } = await ask(REMARK, { input: { username: 'u0001', contact: 'u0002', remark: '' } })

    expect(data.it.user.contacts.edges).toEqual([edge('u0002')])
  })

  it.each(['u0002', 'nobody'])('fails with NOT_FOUND for %s, who is no contact', async (contact) => {
    const { ask } = await start({ sandbox: { seed } })

    const { data, errors } = await ask(REMARK, { input: { username: 'u0001', contact, remark: 'Lin' } })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    { argument: 'username', input: { username: '', contact: 'u0002', remark: 'r' } },
    { argument: 'contact', input: { username: 'u0001', contact: '.', remark: 'r' } },
    { argument: 'remark', input: { username: 'u0001', contact: 'u0002', remark: 'r'.repeat(101) } },
  ])('is not asked of the service with a bad $argument', async ({ argument, input }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(REMARK, { input })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})

describe('isContactOf', () => {
  it('is what the list of that user says, for people in any order and for nobody', async () => {
    const { ask, sandbox } = await start()
    const contacts = sandbox.store.contacts.get('u0001')
    const names = [...sandbox.store.users.keys()]

    const { data, errors } = await ask(
      `{ users(first: 100) { edges { node { username isContactOf(username: "U0001") } } }
        user(username: "nobody") { isContactOf(username: "u0001") } }`,
    )

    expect(errors).toBeUndefined()
    expect(data.users.edges.map(({ node }: { node: unknown }) => node)).toEqual(
      names.slice(0, 100).map((username) => ({ username, isContactOf: contacts?.has(username) })),
    )
    expect(data.user.isContactOf).toBe(false)
    expect(data.users.edges.some(({ node }: { node: { isContactOf: boolean } }) => node.isContactOf)).toBe(
      true,
    )
  })

  it('names its argument when it is bad', async () => {
    const { ask, calls } = await start()

    const { errors } = await ask('{ user(username: "u0001") { isContactOf(username: "a b") } }')

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'username' } }])
    expect(calls()).toEqual([])
  })
})

describe('contacts by name alone', () => {
  it('can be continued behind any of them, however many come at once', async () => {
    const names = namesFrom(1, 120)
    const service = await startService({ '*': { text: JSON.stringify({ data: names }) } })
    const { ask } = connect(service.baseUrl)
    const page = `query($after: String) { user(username: "joe") { contacts(first: 70, after: $after) {
      edges { node { username } } pageInfo { hasNextPage endCursor }
    } } }`

    const first = await ask(page)
    const next = await ask(page, { after: first.data.user.contacts.pageInfo.endCursor })

    expect(next.errors).toBeUndefined()
    const shown = [...first.data.user.contacts.edges, ...next.data.user.contacts.edges]
    expect(shown.map(({ node }) => node.username)).toEqual(names)
    expect(next.data.user.contacts.pageInfo.hasNextPage).toBe(false)
  })
})

describe('oneself', () => {
  it.each([
    { change: 'addContacts', names: 'contacts' },
    { change: 'removeContacts', names: 'contacts' },
    { change: 'importContacts', names: 'contacts' },
    { change: 'blockUsers', names: 'usernames' },
    { change: 'unblockUsers', names: 'usernames' },
  ])('cannot be among the names of $change, in whatever case', async ({ change, names }) => {
    const { ask, traffic } = await start({ sandbox: { seed } })

    const { errors } = await ask(
      `mutation { ${change}(input: { username: "u0001", ${names}: ["u0002", "U0001"] }) { results { status } } }`,
    )

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: `${names}[1]` } }])
    expect(traffic()).toEqual({})
  })
})
