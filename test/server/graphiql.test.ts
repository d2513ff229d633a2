import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { graphiqlTabs, type Tab } from '../../src/graphiql.ts'
import { createServer } from '../../src/server.ts'
import { type Answer, type AskOptions, start } from '../support/harness.ts'
import { historyOf } from '../support/histories.ts'
import { operation } from '../support/operations.ts'

interface NamedTab extends Tab {
  readonly name: string
}

const named = (tabs: readonly Tab[]): NamedTab[] => tabs.map((tab) => ({ ...tab, name: titleOf(tab.query) }))
const sandboxTabs = named(graphiqlTabs(true))
const serviceTabs = named(graphiqlTabs(false))
/** They want an id that no tab can know before. */
const jobTabs = ['FollowJob', 'CancelJob']
/** What is taken back is gone: the second time tells so. */
const onceTabs = ['EditAndRecall']

describe('the tabs over the sandbox', () => {
  it.each(sandboxTabs)('$name runs at once and costs what its comment claims', async (tab) => {
    const { ask, traffic } = await start()

    const { data, errors } = await ask(tab.query, variablesOf(tab), sentWith(tab))

    expect(errors).toBeUndefined()
    if (jobTabs.includes(tab.name)) expect(Object.values(data)).toEqual([null])
    else expect(Object.values(data)).not.toContain(null)
    expect(callsIn(traffic())).toBe(claimOf(tab))
  })

  it.each(sandboxTabs.filter(({ name }) => !onceTabs.includes(name)))(
    '$name can be run twice',
    async (tab) => {
      const { ask } = await start()

      const first = await ask(tab.query, variablesOf(tab), sentWith(tab))
      const second = await ask(tab.query, variablesOf(tab), sentWith(tab))

      // Each message has an id and a time of its own, each job an id, and a mute ends some time after it began. Each
      // address of a file is sealed anew.
      const withoutOwn = ({ data }: Answer) =>
        JSON.stringify(data).replaceAll(
          /"(?:messageId|sentAt|expiresAt|downloadUrl|thumbnailUrl)":"[^"]+"|"id":"Sm9i[^"]+"/g,
          '',
        )
      expect(withoutOwn(second)).toBe(withoutOwn(first))
    },
  )

  it('EditAndRecall tells the second time that the message was taken back before', async () => {
    const { ask } = await start()
    const tab = tabOf('EditAndRecall')
    await ask(tab.query, variablesOf(tab))

    const { data } = await ask(tab.query, variablesOf(tab))

    expect(data.editMessage).toEqual({ messageId: '1029457500870543737' })
    expect(data.recallMessages.results).toMatchObject([{ status: 'FAILED', error: { code: 'NOT_FOUND' } }])
  })

  it('SendOnce has one answer for a send and its repetition, and costs nothing when it is run again', async () => {
    const { ask, traffic } = await start()
    const tab = tabOf('SendOnce')

    const { data } = await ask(tab.query, variablesOf(tab))

    expect(data.first.results[0].messageId).toMatch(/^\d+$/)
    expect(data.repetition).toEqual(data.first)
    const again = await ask(tab.query, variablesOf(tab))
    expect(again.data).toEqual(data)
    expect(callsIn(traffic())).toBe(claimOf(tab))
  })

  it('SendPicture answers addresses under which the picture is', async () => {
    const harness = await start()
    const tab = tabOf('SendPicture')

    const { data } = await harness.ask(tab.query, variablesOf(tab))

    const [{ message }] = data.sendMessage.results
    const endpoint = await harness.listen()
    for (const address of [message.file.downloadUrl, message.thumbnailUrl]) {
      const answer = await fetch(new URL(address, endpoint))
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
      await answer.arrayBuffer()
    }
  })

  it('FollowJob and CancelJob find the job of which SendAsJob told the id', async () => {
    const { ask } = await start()
    const { data } = await ask(tabOf('SendAsJob').query, variablesOf(tabOf('SendAsJob')))
    const { id } = data.sendMessage.job

    const followed = await ask(tabOf('FollowJob').query, { id })
    const cancelled = await ask(tabOf('CancelJob').query, { id })

    expect(followed.data.job).toMatchObject({ state: 'WAITING', total: 3, waiting: 3 })
    expect(cancelled.data.cancelJob.job).toMatchObject({ state: 'CANCELLED', sent: 0 })
  })

  it.each([
    ...['sendMessage', 'idempotencyKey', 'asJob', 'job(', 'cancelJob', 'recallMessages', 'editMessage'],
    ...['importMessages', 'addReaction', 'messages(', 'messageHistory', 'downloadUrl', 'thumbnailUrl'],
    ...['broadcastToUsers', 'deleteConversation'],
  ])('show what messaging has: %s', (noun) => {
    const without = ({ query, variables = '' }: Tab) => query.replaceAll(/^#.*$/gm, '') + variables
    expect(sandboxTabs.some((tab) => without(tab).includes(noun))).toBe(true)
  })

  it('shows each of the operations that clients send', () => {
    const files = readdirSync(new URL('../operations', import.meta.url))
    const names = files
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => titleOf(operation(file.replace('.graphql', ''))))

    expect(sandboxTabs.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
  })

  it('shows no error of an item, and finds every object', async () => {
    const { ask } = await start()

    for (const tab of sandboxTabs) {
      const { data } = await ask(tab.query, variablesOf(tab), sentWith(tab))
      const text = JSON.stringify(data)
      expect(text).not.toMatch(/"status":"(FAILED|UNKNOWN)"/)
      expect(text).not.toMatch(/"nodes":\[[^\]]*null/)
    }
  })

  it('costs nothing when the card is asked for again, and two calls for fifty phones, as its comment says', async () => {
    const { ask, traffic, forget } = await start()
    const [card] = sandboxTabs
    const query = card?.query ?? ''

    await ask(query, variablesOf(card))
    forget()
    const { extensions } = await ask(query, variablesOf(card))
    expect(traffic()).toEqual({})
    expect(extensions?.upstream?.calls).toBe(0)

    const phones = Array.from({ length: 50 }, (_, index) => ({ username: `u0${100 + index}` }))
    await Promise.all(phones.map((variables) => ask(query, variables)))
    expect(traffic()).toEqual({ 'user-attr-batch-get': 1, 'user-status-batch': 1 })
  })
})

describe('the tabs over a real service', () => {
  it.each(serviceTabs)('$name fits any app and costs at most what its comment claims', async (tab) => {
    const { ask, traffic } = await start({ sandbox: { seed: { users: 45, groups: 3, groupMembers: 9 } } })

    const { errors } = await ask(tab.query, variablesOf(tab), sentWith(tab))

    expect(errors).toBeUndefined()
    expect(callsIn(traffic())).toBeLessThanOrEqual(claimOf(tab))
  })

  it.each(serviceTabs)(
    '$name costs what its comment claims in an app of the size of the demo',
    async (tab) => {
      const { ask, traffic } = await start()

      await ask(tab.query, variablesOf(tab), sentWith(tab))

      expect(callsIn(traffic())).toBe(claimOf(tab))
    },
  )

  it('carries no id of the demo data, and changes nothing', () => {
    for (const { query, variables = '' } of serviceTabs) {
      expect(query + variables).not.toMatch(/u0\d{3}|[23]0{8}/)
      expect(query).not.toMatch(/^mutation/m)
    }
  })
})

describe('every tab', () => {
  it.each([...sandboxTabs, ...serviceTabs])(
    '$name has a comment that fits the width of the editor',
    (tab) => {
      const [first, ...others] = tab.query.split('\n').filter((line) => line.startsWith('#'))

      expect(first).toMatch(/^# \S/)
      expect(others.length).toBeGreaterThan(0)
      for (const line of [first, ...others]) expect(line?.length).toBeLessThanOrEqual('# '.length + 56)
    },
  )

  it.each([{ tabs: sandboxTabs }, { tabs: serviceTabs }])(
    'that comes first runs without variables',
    ({ tabs }) => {
      // GraphiQL drops the variables of the first tab.
      expect(tabs[0]?.variables).toBeUndefined()
    },
  )
})

describe('the page', () => {
  it('asks no other host for anything', async () => {
    const page = await pageOf(await start())

    expect(page.includes('<div id="root">')).toBe(true)
    expect(markupOf(page).match(/(?:src|href|action)\s*=\s*["']?(?:https?:)?\/\/[^\s"'>]*/gi)).toBeNull()
    expect(stylesOf(page).match(/(?:url\(|@import)\s*["']?(?:https?:)?\/\/[^\s"')]*/gi)).toBeNull()
  })

  it('opens with the tabs, and always asks for the report', async () => {
    const settings = settingsIn(await pageOf(await start()))

    expect(settings.defaultTabs).toEqual(graphiqlTabs(true))
    expect(settings.additionalHeaders).toEqual({ 'x-upstream-report': '1' })
  })

  it('never keeps a token that is typed into it', async () => {
    expect(settingsIn(await pageOf(await start())).shouldPersistHeaders).toBe(false)
  })
})

async function pageOf({ config, upstream, kept: store }: Awaited<ReturnType<typeof start>>): Promise<string> {
  const server = createServer({ config, upstream, store, history: historyOf({ config, upstream, store }) })
  const answer = await server.fetch(
    new Request('http://server/graphql', { headers: { accept: 'text/html' } }),
  )
  return answer.text()
}

/** What the page tells GraphiQL. The page itself has nine million characters: too many to show when a test fails. */
function settingsIn(page: string): Record<string, unknown> {
  const call = page.slice(page.lastIndexOf('YogaGraphiQL.renderYogaGraphiQL('))
  return JSON.parse(/\{.*\}/.exec(call)?.[0] ?? '{}')
}

/** The page without what stands inside of scripts and styles: the tags that make a browser ask for something. */
function markupOf(page: string): string {
  return page
    .replaceAll(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, '$1')
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
}

function stylesOf(page: string): string {
  return [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css = '']) => css).join('\n')
}

function tabOf(name: string): NamedTab {
  const found = sandboxTabs.find((tab) => tab.name === name)
  if (found === undefined) throw new Error(`no tab ${name}`)
  return found
}

/** As GraphiQL finds it. */
function titleOf(query: string): string {
  return /^(?!#).*(query|subscription|mutation)\s+([a-zA-Z0-9_]+)/m.exec(query)?.[2] ?? '<untitled>'
}

function variablesOf(tab: Tab | undefined): object {
  return JSON.parse(tab?.variables ?? '{}')
}

function sentWith({ headers = '{}' }: Tab): AskOptions {
  return { headers: JSON.parse(headers) }
}

function claimOf({ query }: Tab): number {
  return Number(/^# Cost: (\d+) upstream calls?\b/m.exec(query)?.[1])
}

function callsIn(traffic: Readonly<Record<string, number>>): number {
  return Object.values(traffic).reduce((sum, calls) => sum + calls, 0)
}
