import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const GROUP = '200000000000003'
const SETTINGS = 'avatarUrl isPublic needsApproval membersMayInvite isDisabled'

describe('a group', () => {
  it.each([true, false])('has its settings: %s', async (isOn) => {
    const { ask, sandbox } = await start()
    Object.assign(sandbox.store.groups.get(GROUP) ?? {}, {
      avatar: 'https://example.com/a.png',
      public: isOn,
      membersonly: !isOn,
      allowinvites: isOn,
      disabled: !isOn,
    })

    const { data, errors } = await ask(`{ group(groupId: "${GROUP}") { ${SETTINGS} } }`)

    expect(errors).toBeUndefined()
    expect(data.group).toEqual({
      avatarUrl: 'https://example.com/a.png',
      isPublic: isOn,
      needsApproval: !isOn,
      membersMayInvite: isOn,
      isDisabled: !isOn,
    })
  })

  it.each([
    { input: '', isPublic: false, needsApproval: false, membersMayInvite: false },
    {
      input: 'isPublic: true, needsApproval: true, membersMayInvite: true',
      isPublic: true,
      needsApproval: true,
      membersMayInvite: true,
    },
  ])('is made with the settings { $input }', async ({ input, ...settings }) => {
    const { ask } = await start()

    const { data, errors } = await ask(
      `mutation { createGroup(input: { name: "n", description: "d", owner: "u0001" ${input} }) {
        group { isPublic needsApproval membersMayInvite }
      } }`,
    )

    expect(errors).toBeUndefined()
    expect(data.createGroup.group).toEqual(settings)
  })

  it.each([true, false])('is made so that the invited must agree, or need not: %s', async (isOn) => {
    const { ask, sandbox } = await start()

    const { data, errors } = await ask(
      `mutation { createGroup(input: { name: "n", description: "d", owner: "u0001", needsInviteConfirmation: ${isOn} }) { group { groupId } } }`,
    )

    expect(errors).toBeUndefined()
    expect(sandbox.store.groups.get(data.createGroup.group.groupId)?.invite_need_confirm).toBe(isOn)
  })

  it('names the settings that the service left as they were', async () => {
    const body = { data: { invite_need_confirm: false, public: 'false', allowinvites: true } }
    const { ask, sandbox } = await start()
    sandbox.fault({ kind: 'answer', status: 200, body, when: { path: /chatgroups/ } })

    const { data } = await ask(
      `mutation { updateGroup(input: { groupId: "${GROUP}", isPublic: true, needsInviteConfirmation: true, membersMayInvite: true }) { unchangedFields } }`,
    )

    expect(data.updateGroup.unchangedFields).toEqual(['needsInviteConfirmation', 'isPublic'])
  })

  it('changes each of its settings', async () => {
    const { ask, sandbox } = await start()
    Object.assign(sandbox.store.groups.get(GROUP) ?? {}, { public: true })

    const { data, errors } = await ask(
      `mutation { updateGroup(input: {
        groupId: "${GROUP}", name: "N", description: "D", maxMembers: 321, needsApproval: true, isPublic: false
        membersMayInvite: true, needsInviteConfirmation: false, avatarUrl: "https://example.com/b.png", custom: "C"
      }) { unchangedFields group { name description maxMembers isPublic needsApproval membersMayInvite avatarUrl custom } } }`,
    )

    expect(errors).toBeUndefined()
    expect(data.updateGroup).toEqual({
      unchangedFields: [],
      group: {
        name: 'N',
        description: 'D',
        maxMembers: 321,
        isPublic: false,
        needsApproval: true,
        membersMayInvite: true,
        avatarUrl: 'https://example.com/b.png',
        custom: 'C',
      },
    })
    expect(sandbox.store.groups.get(GROUP)).toMatchObject({
      membersonly: true,
      allowinvites: true,
      invite_need_confirm: false,
      public: false,
      maxusers: 321,
    })
  })
})
