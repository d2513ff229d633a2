import type { ReplyOf } from '../upstream/contract.ts'
import type { AppSettings, Write } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { type Change, changeMany, type ItemResult, type Told } from './changes.ts'
import { readByName, readName, readText, readUpTo, readUsername } from './input.ts'
import { after, type Maybe } from './maybe.ts'
import { judgeLeftOut } from './owners.ts'
import {
  type ConversationChoice,
  conversationTag,
  type NotificationChange,
  notifications,
  readConversation,
  toSettingRow,
} from './push-notifications.ts'
import {
  type DisplayStyle,
  type DoNotDisturbChange,
  type PushPreferences,
  STYLE_CODES,
  toDoNotDisturbRow,
} from './push-preferences.ts'
import { singleRead } from './singles.ts'
import { toUsername } from './spelling.ts'
import { ANYBODY_TAG, accountTag, pushTag, USERS_TAG } from './tags.ts'
import { accounts, type User } from './users.ts'

/** The language into which pushes are translated. Cost: one call per user. Source: operation `push-language-get`. */
const languages = singleRead({
  operation: 'push-language-get',
  lifetime: 'account',
  tagsOf: (username: string) => [pushTag(username, 'language'), accountTag(username), ANYBODY_TAG],
  call: (username) => ({ path: { username } }),
  value: ({ data }) => data.language || null,
})

/** A device that gets pushes. Its token is not kept: whoever has it can reach the device past this service. */
export interface PushBinding {
  readonly deviceId: string
  /** The push certificate of the app. */
  readonly notifierName: string | null
}

/** Cost: one call per user. Source: operation `push-binding-get`. */
const bindings = singleRead({
  operation: 'push-binding-get',
  lifetime: 'account',
  tagsOf: (username: string) => [pushTag(username, 'bindings'), accountTag(username), ANYBODY_TAG],
  call: (username) => ({ path: { username } }),
  value: ({ entities }): readonly PushBinding[] =>
    entities.map((row) => ({ deviceId: row.device_id, notifierName: row.notifier_name || null })),
})

export interface PushNickname {
  readonly username: string
  readonly nickname: string
}

export interface NewBinding extends User {
  readonly deviceId: string
  readonly token: string
  readonly notifierName: string
}

/** No document says how long these may be; longer ones are mistakes of the client. */
const LONGEST = { language: 35, deviceId: 256, token: 4096, notifierName: 256 } as const

/** All this server knows about the REST side of pushes to a user. */
export function pushSource(client: Client) {
  /** One call that changes one setting of one user. */
  async function setting<Id extends SettingId>(
    name: string,
    change: (username: string) => Pick<Write<unknown, Id>, 'call' | 'tags'>,
  ): Promise<User> {
    const username = readUsername(name)
    return client.write<User, Id>({
      lane: 'membership',
      ...change(username),
      outcome: () => ({ username }),
    })
  }

  const setBinding = (
    name: string,
    row: { device_id: string; device_token: string; notifier_name: string },
  ) =>
    setting(name, (username) => ({
      call: { operation: 'push-binding-set', path: { username }, body: row },
      tags: [pushTag(username, 'bindings')],
    }))

  return {
    /** Comes with the registration: one call for all of them and `users.account`. Null for an unknown name. */
    preference: <Name extends keyof PushPreferences>(
      { username }: User,
      name: Name,
    ): Maybe<PushPreferences[Name] | null> =>
      after(client.read(accounts, username), (account) => account?.push[name] ?? null),
    language: ({ username }: User) => client.read(languages, username),
    bindings: ({ username }: User) => client.read(bindings, username),
    notification: ({ username }: User, choice: ConversationChoice) =>
      client.read(notifications, readConversation(username, choice)),

    /** Cost: one call per 50 users, and one for each who is left out. */
    async setNicknames(nicknames: readonly PushNickname[]): Promise<readonly ItemResult[]> {
      const byName = readNicknames(nicknames)
      return changeMany(client, [...byName.keys()], settingNicknames(client, byName))
    },

    setDisplayStyle: (name: string, style: DisplayStyle) =>
      setting(name, (username) => ({
        call: {
          operation: 'push-display-style-set',
          path: { username },
          body: { notification_display_style: STYLE_CODES[style] },
        },
        tags: registrationTags([username]),
      })),

    setDoNotDisturb: ({ username: name, ...change }: DoNotDisturbChange & User) =>
      setting(name, (username) => ({
        call: { operation: 'push-no-disturb-set', path: { username }, body: toDoNotDisturbRow(change) },
        tags: registrationTags([username]),
      })),

    setNotification: ({ username: name, ...change }: NotificationChange & ConversationChoice & User) =>
      setting(name, (username) => {
        const conversation = readConversation(username, change)
        return {
          call: { operation: 'push-setting-set', path: { ...conversation }, body: toSettingRow(change) },
          tags: [conversationTag(conversation)],
        }
      }),

    setLanguage: (name: string, language: string) =>
      setting(name, (username) => ({
        call: {
          operation: 'push-language-set',
          path: { username },
          body: { translationLanguage: readText(language, 'language', LONGEST.language) },
        },
        tags: [pushTag(username, 'language')],
      })),

    setBinding: ({ username, deviceId, token, notifierName }: NewBinding) =>
      setBinding(username, {
        device_id: readText(deviceId, 'deviceId', LONGEST.deviceId),
        device_token: readText(token, 'token', LONGEST.token),
        notifier_name: readText(notifierName, 'notifierName', LONGEST.notifierName),
      }),

    /** An empty token unbinds. */
    removeBinding: ({ username, deviceId, notifierName }: Omit<NewBinding, 'token'>) =>
      setBinding(username, {
        device_id: readText(deviceId, 'deviceId', LONGEST.deviceId),
        device_token: '',
        notifier_name: readText(notifierName, 'notifierName', LONGEST.notifierName),
      }),

    /** Fails with `NOT_FOUND` when nobody has the name, or no template has it. */
    assignTemplate: (name: string, template: string) =>
      setting(name, (username) => ({
        call: {
          operation: 'push-template-assign',
          path: { username },
          body: { templateName: readName(template, 'name') },
        },
        tags: [],
      })),
  }
}

type SettingId =
  | 'push-display-style-set'
  | 'push-no-disturb-set'
  | 'push-setting-set'
  | 'push-language-set'
  | 'push-binding-set'
  | 'push-template-assign'

/** They stand in the registrations, and in the list of all users. */
function registrationTags(usernames: readonly string[]): readonly string[] {
  return [USERS_TAG, ...usernames.map(accountTag)]
}

function readNicknames(nicknames: readonly PushNickname[]): ReadonlyMap<string, string> {
  return readByName(nicknames, { argument: 'nicknames', field: 'username' }, ({ username, nickname }, at) => [
    readUsername(username, `${at}.username`),
    readUpTo(nickname, `${at}.nickname`, 100),
  ])
}

const settingNicknames = (
  client: Client,
  byName: ReadonlyMap<string, string>,
): Change<'push-nickname-batch-set'> => ({
  lane: 'background',
  operation: 'push-nickname-batch-set',
  call: (usernames) => ({
    body: usernames.map((username) => ({ username, push_nickname: byName.get(username) ?? '' })),
  }),
  tagsOf: registrationTags,
  told: toldNamed,
  judge: async (usernames, { refusal }) =>
    refusal === undefined ? judgeLeftOut(client, usernames) : new Map(),
})

/** The answer holds those that were set. */
function toldNamed(
  { entities }: ReplyOf<'push-nickname-batch-set'>,
  usernames: readonly string[],
  { appKey }: AppSettings,
): Told {
  const set = new Set(entities.map(({ username }) => toUsername(username, appKey)))
  return new Map(usernames.map((username) => [username, set.has(username)]))
}
