import { buildSchema, type GraphQLSchema, graphqlSync, isObjectType, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { admins, anybody } from '../../src/access/rule.ts'
import { RULES, type Rules } from '../../src/access/rules.ts'
import { guarded } from '../../src/graph/guard.ts'
import { schema } from '../../src/graph/schema.ts'
import { start } from '../support/harness.ts'

const SDL = printSchema(schema)

/** A schema of the same types, not guarded yet. */
const fresh = (sdl = SDL) => buildSchema(sdl)
/** For what is never asked anything: to look for rules changes nothing that matters to the next look. */
const UNASKED = fresh()

const entries = Object.entries(RULES).flatMap(([typename, row]) =>
  Object.keys(row).map((field) => ({ typename, field, hasRest: '*' in row })),
)

const without = (typename: string, field: string): Rules => ({
  ...RULES,
  [typename]: Object.fromEntries(Object.entries(RULES[typename] ?? {}).filter(([name]) => name !== field)),
})

const objectTypes = (of: GraphQLSchema) =>
  Object.values(of.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))

describe('a schema does not come into being', () => {
  it('but with all the rules', () => {
    expect(() => guarded(fresh(), RULES)).not.toThrow()
  })

  it.each(entries.filter(({ hasRest }) => !hasRest))(
    'without the rule of $typename.$field',
    ({ typename, field }) => {
      expect(() => guarded(UNASKED, without(typename, field))).toThrow(
        `${typename}.${field} has no rule: say who may see it`,
      )
    },
  )

  it.each(entries.filter(({ field }) => field === '*'))(
    'without the rule for the rest of $typename',
    ({ typename }) => {
      expect(() => guarded(UNASKED, without(typename, '*'))).toThrow(
        new RegExp(`^${typename}\\.\\w+ has no rule`),
      )
    },
  )

  it.each(Object.keys(RULES))('without the rules of %s', (typename) => {
    const { [typename]: _row, ...others } = RULES

    expect(() => guarded(UNASKED, others)).toThrow(new RegExp(`^${typename}\\.\\w+ has no rule`))
  })

  it.each(['Query', 'Mutation'])('with a field more in %s', (typename) => {
    const sdl = `${SDL}\nextend type ${typename} { another: String }`

    expect(() => guarded(fresh(sdl), RULES)).toThrow(`${typename}.another has no rule`)
  })

  it('with a type more', () => {
    const sdl = `${SDL}\ntype Another { it: String }\nextend type User { another: Another }`

    expect(() => guarded(fresh(sdl), RULES)).toThrow('Another.it has no rule')
  })

  it.each(['constructor', 'toString', 'hasOwnProperty'])('with a type more, even one called %s', (name) => {
    const sdl = `${SDL}\ntype ${name} { name: String }\nextend type User { another: ${name} }`

    expect(() => guarded(fresh(sdl), RULES)).toThrow(`${name}.name has no rule`)
  })

  it('with subscriptions', () => {
    const sdl = `${SDL}\ntype Subscription { it: String }`

    expect(() => guarded(fresh(sdl), RULES)).toThrow('There is no guard for subscriptions')
  })

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'with a field more, even one called %s',
    (name) => {
      const sdl = `${SDL}\nextend type Mutation { ${name}: String }`

      expect(() => guarded(fresh(sdl), RULES)).toThrow(`Mutation.${name} has no rule`)
    },
  )

  it.each([
    { typename: 'User', field: 'gone' },
    { typename: 'User', field: 'constructor' },
    { typename: 'Gone', field: 'it' },
    { typename: 'Gone', field: '*' },
  ])('with a rule for $typename.$field, which is not there', ({ typename, field }) => {
    const rules = { ...RULES, [typename]: { ...RULES[typename], [field]: anybody } }

    expect(() => guarded(UNASKED, rules)).toThrow(
      `There are rules for what there is not: ${typename}.${field}`,
    )
  })

  it.each([
    { typename: 'User', field: 'username' },
    { typename: 'Group', field: 'groupId' },
    { typename: 'UserPayload', field: 'user' },
    { typename: 'Query', field: 'nodes' },
  ])('with a rule that can refuse $typename.$field, which is never null', ({ typename, field }) => {
    const rules = { ...RULES, [typename]: { ...RULES[typename], [field]: admins } }

    expect(() => guarded(UNASKED, rules)).toThrow(
      `${typename}.${field} has a rule that can refuse it, but is never null`,
    )
  })
})

describe('the rules', () => {
  it('are told one by one for what can be asked and changed, so that nothing new is let through by another', () => {
    for (const row of [RULES.Query, RULES.Mutation]) expect(row).not.toHaveProperty('*')
  })

  it('stand for every object type that there is', () => {
    const names = objectTypes(schema).map(({ name }) => name)

    expect(Object.keys(RULES).sort()).toEqual(names.sort())
  })

  it('refuse every change by default: those without a check are none', () => {
    const open = Object.entries(RULES.Mutation ?? {}).filter(([, rule]) => rule.may === undefined)

    expect(open).toEqual([])
  })

  it('stand in front of every resolver of the schema that is served', async () => {
    // Without a context there is no telling who asks: no field with a rule may be answered.
    const { data } = graphqlSync({ schema, source: '{ viewer { username } users { edges { cursor } } }' })

    expect(data).toEqual({ viewer: null, users: null })
    expect((await start()).calls()).toEqual([])
  })
})
