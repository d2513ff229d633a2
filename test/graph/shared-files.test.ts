import { describe, expect, it } from 'vitest'
import { shareFile } from '../../src/sandbox/sharedfiles.ts'
import { start } from '../support/harness.ts'
import { walk } from '../support/pages.ts'

const id = '200000000000001'
const CREATED = Date.UTC(2026, 0, 1)

/** A group with this many files, the oldest first. */
async function world(count: number, env: Readonly<Record<string, string>> = {}) {
  const harness = await start({ env })
  const { store } = harness.sandbox
  const group = store.groups.get(id)
  if (group === undefined) throw new Error('the sandbox has no such group')
  group.files.clear()
  for (let number = 1; number <= count; number += 1) {
    const made = { name: `file ${number}.txt`, owner: 'U0003', created: CREATED + number }
    shareFile(store, group, { ...made, bytes: Buffer.alloc(number) })
  }
  return { ...harness, group, fileIds: [...group.files.keys()] }
}

const FILES = `files: sharedFiles(first: 100) { edges { node { fileId name uploader { username } sizeBytes uploadedAt } } }`
const DELETE = `mutation($ids: [ID!]!, $groupId: ID = "${id}") {
  it: deleteGroupSharedFiles(input: { groupId: $groupId, fileIds: $ids }) {
    results { fileId status error { code } } group { sharedFiles { edges { node { fileId } } } }
  }
}`
const done = (fileId: string) => ({ fileId, status: 'DONE', error: null })
const missing = (fileId: string) => ({ fileId, status: 'FAILED', error: { code: 'NOT_FOUND' } })

describe('the shared files of a group', () => {
  it('come newest first with who shared them', async () => {
    const { ask, fileIds } = await world(2)

    const { data, errors } = await ask(`{ group(groupId: "${id}") { ${FILES} } }`)

    expect(errors).toBeUndefined()
    const node = (number: number) => ({
      fileId: fileIds[number - 1],
      name: `file ${number}.txt`,
      uploader: { username: 'u0003' },
      sizeBytes: number,
      uploadedAt: new Date(CREATED + number).toISOString(),
    })
    expect(data.group.files.edges).toEqual([{ node: node(2) }, { node: node(1) }])
  })

  it.each([
    { count: 0, first: 100, calls: 1 },
    // A page that ends with the service's asks whether more follow.
    { count: 250, first: 100, calls: 3 + 2 },
    { count: 250, first: 40, calls: 9 },
  ])('are $count, each once, in $calls calls at first: $first', async ({ count, first, calls }) => {
    const { ask, fileIds, traffic } = await world(count, { CACHE_LIST_MS: '0', CACHE_DETAIL_MS: '30000' })

    const edges = await walk(
      async (page) => {
        const { data, errors } = await ask(
          `query($first: Int, $after: String) { group(groupId: "${id}") { sharedFiles(first: $first, after: $after) {
            edges { cursor node { fileId } } pageInfo { hasNextPage endCursor }
          } } }`,
          page,
        )
        expect(errors).toBeUndefined()
        return data.group.sharedFiles
      },
      () => first,
    )

    expect(edges.map(({ node }) => node.fileId)).toEqual(fileIds.toReversed())
    expect(traffic()).toEqual({ 'group-get': 1, 'group-file-list': calls })
  })

  it('are null in a group that went away while it was being read', async () => {
    const { ask, sandbox } = await start({ env: { CACHE_LIST_MS: '30000' } })
    await ask('{ groups(first: 100) { edges { node { groupId } } } }')
    sandbox.store.groups.delete(id)

    const { data, errors } = await ask(
      '{ groups(first: 100) { edges { node { groupId sharedFiles { edges { cursor } } } } } }',
    )

    expect(errors).toBeUndefined()
    const gone = data.groups.edges.find(({ node }: { node: { groupId: string } }) => node.groupId === id)
    expect(gone.node.sharedFiles).toBeNull()
  })
})

describe('deleteGroupSharedFiles', () => {
  it('deletes files one by one, tells which were not there, and shows what is left', async () => {
    const { ask, fileIds, group, traffic } = await world(15)
    await ask(`{ group(groupId: "${id}") { ${FILES} } }`)
    const [kept = '', ...others] = fileIds
    const ids = [...others.slice(0, 5), 'abc-404', ...others.slice(5), others[0] ?? '']

    const { data, errors } = await ask(DELETE, { ids })

    expect(errors).toBeUndefined()
    expect(data.it.results).toEqual(
      ids.slice(0, -1).map((fileId) => (fileId === 'abc-404' ? missing(fileId) : done(fileId))),
    )
    expect(data.it.group.sharedFiles.edges).toEqual([{ node: { fileId: kept } }])
    expect([...group.files.keys()]).toEqual([kept])
    expect(traffic()).toEqual({ 'group-get': 1, 'group-file-list': 2, 'group-file-delete': 15 })
  })

  it('fails as a whole with NOT_FOUND in an unknown group', async () => {
    const { ask, traffic } = await world(1)

    const { data, errors } = await ask(DELETE, { groupId: '404', ids: ['a-1', 'a-2'] })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
    expect(traffic()).toEqual({ 'group-file-delete': 1, 'group-get': 1 })
  })

  it('asks once whether the group is there, however many files are not', async () => {
    const { ask, traffic } = await world(0, { CACHE_DETAIL_MS: '0' })
    const { data } = await ask(DELETE, { ids: ['a-1', 'a-2', 'a-3'] })
    expect(data.it.results).toEqual(['a-1', 'a-2', 'a-3'].map(missing))
    expect(traffic()).toEqual({ 'group-file-delete': 3, 'group-get': 1, 'group-file-list': 1 })
  })

  it('tells what was done before the group went away', async () => {
    const { ask, fileIds, sandbox } = await world(3)
    const [first = '', second = '', third = ''] = fileIds
    sandbox.fault({
      kind: 'answer',
      status: 404,
      body: { error: 'RestGroupFeignException' },
      when: ({ path }) => {
        if (!path.includes(second)) return false
        sandbox.store.groups.delete(id)
        return true
      },
    })

    const { data } = await ask(DELETE, { ids: [first, second, third] })

    expect(data.it.results).toEqual([done(first), missing(second), missing(third)])
  })

  it.each([
    { what: 'no file', variables: { ids: [] }, argument: 'fileIds' },
    { what: 'a path', variables: { ids: ['a-1', '../users'] }, argument: 'fileIds[1]' },
    { what: 'no id of a group', variables: { groupId: 'x', ids: ['a-1'] }, argument: 'groupId' },
  ])('is not asked of the service with $what', async ({ variables, argument }) => {
    const { ask, calls } = await world(1)
    const { errors } = await ask(DELETE, variables)
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})
