import {
  type GraphQLInputField,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graph/schema.ts'
import { NUMBERS } from '../../src/settings.ts'

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
)

interface Place {
  readonly place: string
  readonly description: string | null | undefined
}

function fieldsOf(type: GraphQLNamedType) {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
}

function inputFieldsOf(type: GraphQLNamedType): readonly GraphQLInputField[] {
  return isInputObjectType(type) ? Object.values(type.getFields()) : []
}

/** Every type, field, argument, input field and enum value. */
function places(type: GraphQLNamedType): readonly Place[] {
  const at = (name: string, { description }: Pick<Place, 'description'>) => ({
    place: `${type.name}.${name}`,
    description,
  })
  return [
    { place: type.name, description: type.description },
    ...fieldsOf(type).flatMap((field) => [
      at(field.name, field),
      ...field.args.map((arg) => at(`${field.name}(${arg.name}:)`, arg)),
    ]),
    ...inputFieldsOf(type).map((field) => at(field.name, field)),
    ...(isEnumType(type) ? type.getValues().map((value) => at(value.name, value)) : []),
  ]
}

/** As long as a list of the client. */
const AS_LONG_AS_ASKED = [
  'ChatroomAttributesPayload.results',
  'ChatroomSuperAdminsPayload.results',
  'ChatroomUsersPayload.results',
  'DeleteOldestUsersPayload.usernames',
  'DeleteGroupSharedFilesPayload.results',
  'DeleteRoamingMessagesPayload.results',
  'GroupUsersPayload.results',
  'ImportMessagesPayload.results',
  'PresenceSubscriptionsPayload.results',
  'Query.nodes',
  'RecallMessagesPayload.results',
  'SendMessagePayload.results',
  'ThreadUsersPayload.results',
  'UpdateChatroomPayload.unchangedFields',
  'UpdateGroupPayload.unchangedFields',
  'UsersPayload.results',
  'UserUsersPayload.results',
]

const MESSAGES = [
  ...['Message', 'TextMessage', 'ImageMessage', 'AudioMessage', 'VideoMessage', 'FileMessage'],
  ...['LocationMessage', 'CommandMessage', 'CustomMessage', 'CombinedMessage', 'UnknownMessage'],
]

/** The service answers these whole: it has no pages of them. */
const WHOLE_UPSTREAM = [
  ...MESSAGES.map((type) => `${type}.reactions`),
  'MessageReaction.firstUsers',
  'Presence.devices',
  'PushSettings.bindings',
  ...['Gathering', 'Group', 'Chatroom'].flatMap((type) =>
    ['admins', 'allowedUsers', 'blockedUsers', 'mutes'].map((field) => `${type}.${field}`),
  ),
  'User.devices',
]

/** What one call tells of any 100 objects. */
const SHARED_BY_ALL = /1 call per 100( users, shared by all who ask|, which tells all such fields)\./

describe('the schema', () => {
  it('describes every type, field, argument, input field and enum value in a sentence', () => {
    const bare = types
      .flatMap(places)
      .filter(({ description }) => !/[.…][`"')]*$/.test(description ?? ''))
      .map(({ place }) => place)
    expect(bare).toEqual([])
  })

  it('spells nothing as the service does', () => {
    const theirs =
      /_|affiliation|chatgroup|groupname|maxuser|membersonly|allowinvite|avatarurl|groupid$|chatroomid$|msg|addr$|lng$|usernames?_/
    const names = types.flatMap(places).map(({ place }) => place.replace(/^\w+\./, ''))
    // Values of an enum are in capitals, as everywhere in GraphQL.
    const found = names.filter((name) => theirs.test(name) && name !== name.toUpperCase())
    expect(found).toEqual([])
  })

  it.each([
    { what: 'types', names: types.map(({ name }) => name), pattern: /^[A-Z][A-Za-z]+$/ },
    {
      what: 'fields',
      names: types.flatMap((type) => [...fieldsOf(type), ...inputFieldsOf(type)]).map(({ name }) => name),
      pattern: /^[a-z][A-Za-z]+$/,
    },
    {
      what: 'values',
      names: types.flatMap((type) => (isEnumType(type) ? type.getValues() : [])).map(({ name }) => name),
      pattern: /^[A-Z]+(_[A-Z]+)*$/,
    },
  ])('writes its $what in one case', ({ names, pattern }) => {
    expect(names.filter((name) => !pattern.test(name))).toEqual([])
  })

  it('lets every field be null that can cost a call, so that its failure stays its own', () => {
    const costly = types.flatMap((type) =>
      fieldsOf(type)
        .filter(({ description }) => /cost: /i.test(description ?? ''))
        .map((field) => ({ place: `${type.name}.${field.name}`, ...field })),
    )
    expect(costly.length).toBeGreaterThan(40)
    const firm = costly.filter(({ type }) => isNonNullType(type)).map(({ place }) => place)
    // The list of nodes costs nothing as a whole; each of them can be null.
    expect(firm).toEqual(['Query.nodes'])
  })

  it('says of every root field what it costs', () => {
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      type ? fieldsOf(type) : [],
    )
    const silent = roots.filter(
      ({ description }) => !/costs? /i.test(description?.replaceAll(':', ' ') ?? ''),
    )
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  it('says of every field whose calls not all who ask can share how many of them a request may ask for', () => {
    const costly = types
      // A mutation has one payload: what that shows is no list of objects.
      .filter(({ name }) => !['Query', 'Mutation'].includes(name) && !name.endsWith('Payload'))
      .flatMap((type) =>
        fieldsOf(type).map(({ name, description }) => ({
          place: `${type.name}.${name}`,
          text: (description ?? '').replace(SHARED_BY_ALL, ''),
        })),
      )
      .filter(({ text }) => /\b1 call\b/.test(text))
    expect(costly.length).toBeGreaterThan(35)
    const { fallback } = NUMBERS.SINGLE_CALL_LIMIT
    const bound = new RegExp(
      `At most ${fallback} [a-z ]+ in one request \\(setting \`SINGLE_CALL_LIMIT\`\\)\\.`,
    )
    expect(costly.filter(({ text }) => !bound.test(text)).map(({ place }) => place)).toEqual([])
  })

  it('says of every removal of many what becomes of what is not there', () => {
    const [mutations] = types.filter((type) => type === schema.getMutationType()).map(fieldsOf)
    const removals = (mutations ?? []).filter(
      ({ name, type }) =>
        /^(remove|un|disallow|delete)/.test(name) &&
        fieldsOf(getNamedType(type)).some((field) => field.name === 'results'),
    )
    expect(removals.length).toBeGreaterThan(15)
    const silent = removals.filter(
      ({ description }) => !/DONE too|NOT_FOUND (for|when)|with NOT_FOUND/.test(description ?? ''),
    )
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  it('takes one argument or two scalars plain, and one input for more and to create or update', () => {
    const mutations = types.filter((type) => type === schema.getMutationType()).flatMap(fieldsOf)
    expect(mutations.length).toBeGreaterThan(60)
    const isScalar = ({ type }: Pick<GraphQLInputField, 'type'>) => isLeafType(getNullableType(type))
    const standPlain = (given: readonly Pick<GraphQLInputField, 'type'>[]) =>
      given.length === 1 || (given.length === 2 && given.every(isScalar))
    const wrong = mutations.filter(({ name, args }) => {
      const [first] = args
      const fields = first?.name === 'input' ? inputFieldsOf(getNamedType(first.type)) : null
      if (/^(create|update)/.test(name)) return (fields?.length ?? 0) < 2
      return fields === null ? !standPlain(args) : args.length > 1 || standPlain(fields)
    })
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('pages every list that can be long', () => {
    const bare = types.flatMap((type) =>
      fieldsOf(type)
        .filter((field) => String(field.type).startsWith('[') && !type.name.endsWith('Connection'))
        .map((field) => `${type.name}.${field.name}`),
    )
    expect(bare.sort()).toEqual([...AS_LONG_AS_ASKED, ...WHOLE_UPSTREAM].sort())
  })
})
