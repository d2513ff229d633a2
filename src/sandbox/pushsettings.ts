import { envelope, type Parts, VendorError } from './answer.ts'
import { type Call, objectBody, param, textOf, usernameParam } from './call.ts'
import { findNamedUser } from './entity.ts'
import type { PushTemplate } from './people.ts'
import { invalid, NO_SUCH_USER } from './push.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

/** Which messages are pushed, in which language, and in which words. */
export const pushSettingRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/:username/notification/:chattype/:key', answer: getSetting },
  { method: 'PUT', path: '/users/:username/notification/:chattype/:key', body: 'json', answer: setSetting },
  { method: 'GET', path: '/users/:username/notification/language', answer: getLanguage },
  { method: 'PUT', path: '/users/:username/notification/language', body: 'json', answer: setLanguage },
  { method: 'PUT', path: '/users/:username/notification/template', body: 'json', answer: assignTemplate },
  { method: 'POST', path: '/notification/template', body: 'json', answer: createTemplate },
  { method: 'GET', path: '/notification/template/:name', answer: getTemplate },
  { method: 'DELETE', path: '/notification/template/:name', answer: deleteTemplate },
]

const TYPES: readonly unknown[] = ['DEFAULT', 'ALL', 'AT', 'NONE']
const INTERVAL = /^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-3]):[0-5]\d$/
const MOST_IGNORED_MS = 7 * 24 * 3_600_000
const TEMPLATES_PATH = '/notification/template'

function getSetting(call: Call, store: Store) {
  const { pushSettings } = person(call, store)
  return answer(call, {
    path: call.rawPath,
    data: pushSettings.get(conversation(call)) ?? { type: 'DEFAULT' },
  })
}

/** Sets the keys that are sent. The length of the silence comes in; the time of its end goes out. */
function setSetting(call: Call, store: Store) {
  const { pushSettings } = person(call, store)
  const key = conversation(call)
  const { type, ignoreInterval, ignoreDuration } = objectBody(call)
  const data = {
    ...pushSettings.get(key),
    ...(type === undefined ? {} : { type: readType(type) }),
    ...(ignoreInterval === undefined ? {} : { ignoreInterval: readInterval(ignoreInterval) }),
    ...(ignoreDuration === undefined ? {} : { ignoreDuration: call.now + readDuration(ignoreDuration) }),
  }
  pushSettings.set(key, data)
  return answer(call, { path: call.rawPath, data })
}

/** Says that it was a `put`, as the documented example does. */
function getLanguage(call: Call, store: Store) {
  const { pushLanguage } = person(call, store)
  return answer(call, { action: 'put', path: '/users', data: { language: pushLanguage } })
}

function setLanguage(call: Call, store: Store) {
  const user = person(call, store)
  const language = textOf(objectBody(call).translationLanguage)
  if (language === undefined) throw invalid('translationLanguage')
  user.pushLanguage = language
  return answer(call, { path: '/users', data: { language } })
}

function assignTemplate(call: Call, store: Store) {
  const user = person(call, store)
  const { name } = findTemplate(store, textOf(objectBody(call).templateName) ?? '')
  user.pushTemplate = name
  return answer(call, { data: { templateName: name } })
}

/** A name that exists is written anew; only the time of its creation stays. */
function createTemplate(call: Call, store: Store) {
  const body = objectBody(call)
  const texts = ['name', 'title_pattern', 'content_pattern'].map((key) => readTemplateText(key, body[key]))
  const [name = '', title_pattern = '', content_pattern = ''] = texts
  const createAt = store.pushTemplates.get(name)?.createAt ?? call.now
  const template = { name, createAt, updateAt: call.now, title_pattern, content_pattern }
  store.pushTemplates.set(name, template)
  return answer(call, { path: TEMPLATES_PATH, data: template })
}

function getTemplate(call: Call, store: Store) {
  return answer(call, { path: TEMPLATES_PATH, data: findTemplate(store, param(call, 'name')) })
}

/** Users that it was assigned to get the usual words again. */
function deleteTemplate(call: Call, store: Store) {
  const template = findTemplate(store, param(call, 'name'))
  store.pushTemplates.delete(template.name)
  for (const user of store.users.values()) {
    if (user.pushTemplate === template.name) user.pushTemplate = undefined
  }
  return answer(call, { path: TEMPLATES_PATH, data: template })
}

function person(call: Call, store: Store) {
  return findNamedUser(store, usernameParam(call), NO_SUCH_USER)
}

/** The peer, the group, or by the own name everything. */
function conversation(call: Call): string {
  const chattype = param(call, 'chattype')
  if (chattype !== 'user' && chattype !== 'chatgroup') throw invalid('chattype')
  return `${chattype}/${param(call, 'key').toLowerCase()}`
}

function findTemplate(store: Store, name: string): PushTemplate {
  const template = store.pushTemplates.get(name)
  if (template) return template
  throw new VendorError(400, 'EntityNotFoundException', `${name} template is not exist`)
}

function readType(value: unknown): string {
  if (TYPES.includes(value)) return String(value)
  throw invalid('type')
}

function readInterval(value: unknown): string {
  if (typeof value === 'string' && INTERVAL.test(value)) return value
  throw invalid('ignoreInterval')
}

function readDuration(value: unknown): number {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_IGNORED_MS
  if (fits) return value
  throw invalid('ignoreDuration')
}

function readTemplateText(key: string, value: unknown): string {
  const text = textOf(value)
  if (text === undefined) throw invalid(key)
  return text
}

/** None of these answers has entities. */
function answer(call: Call, parts: Parts): Parts {
  return envelope(call, { entities: undefined, ...parts })
}
