import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { Forbidden } from '../access/forbidden.ts'
import type { Rule } from '../access/rule.ts'
import type { Rules } from '../access/rules.ts'
import type { Context } from '../context.ts'
import { after } from '../sources/maybe.ts'
import { unlessTooManyFail } from './failures.ts'

type Resolver = GraphQLFieldResolver<unknown, Context, Record<string, unknown>>
type Field = GraphQLField<unknown, Context>

/**
 * Puts the rules in front of the resolvers and into the descriptions, and throws where a field has none, or a rule no field. Who may not see
 * something gets what they would get if it were not there; a change that is refused is refused before its resolver
 * runs. What needs an admin whatever is asked for, a query says aloud: there is nothing to learn from it.
 */
export function guarded(schema: GraphQLSchema, rules: Rules): GraphQLSchema {
  // Those have a second resolver, and go on while rights change.
  if (schema.getSubscriptionType()) throw new Error('There is no guard for subscriptions')
  const types = Object.values(schema.getTypeMap()).filter(isObjectType)
  for (const type of types.filter(({ name }) => !name.startsWith('__'))) {
    for (const field of Object.values<Field>(type.getFields())) {
      const rule = ruleOf(rules, type, field)
      field.resolve = resolverOf(schema, type, field, rule)
      // Users may not ask for the schema, and admins should know what users get.
      if (rule.who !== undefined) field.description = `${field.description ?? ''} Users: ${rule.who}.`.trim()
    }
  }
  const idle = Object.entries(rules).flatMap(([typename, row]) => {
    const fields = types.find(({ name }) => name === typename)?.getFields()
    return Object.keys(row)
      .filter((name) => fields === undefined || (name !== '*' && !Object.hasOwn(fields, name)))
      .map((name) => `${typename}.${name}`)
  })
  if (idle.length > 0) throw new Error(`There are rules for what there is not: ${idle.join(', ')}`)
  return schema
}

function ruleOf(rules: Rules, { name: typename }: GraphQLObjectType, { name }: Field): Rule {
  const row = own(rules, typename) ?? {}
  const rule = own(row, name) ?? own(row, '*')
  if (rule === undefined) throw new Error(`${typename}.${name} has no rule: say who may see it`)
  return rule
}

/** Every object has a `constructor`: a field of that name would have a rule that nobody wrote. */
function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function resolverOf(schema: GraphQLSchema, type: GraphQLObjectType, field: Field, rule: Rule): Resolver {
  const resolve = field.resolve ?? defaultFieldResolver
  if (rule.may !== undefined && isNonNullType(field.type)) {
    throw new Error(`${type.name}.${field.name} has a rule that can refuse it, but is never null`)
  }
  if (type === schema.getMutationType()) return guardChange(rule, resolve)
  const guardedRead = guardRead(rule, resolve, { isLoud: type === schema.getQueryType() })
  // What cannot be null cannot be left out, and what is only handed on cannot fail.
  if (isNonNullType(field.type) || isHandedOn(field)) return guardedRead
  return (parent, args, context, info) =>
    unlessTooManyFail(context.failures, () => guardedRead(parent, args, context, info))
}

/** Pothos says of which property a field is; the others have a resolver. */
function isHandedOn({ extensions }: Field): boolean {
  return extensions.pothosExposedField !== undefined
}

function guardChange({ may = () => true }: Rule, resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const { access } = context
    if (access.isUnrestricted) return resolve(parent, args, context, info)
    return after(may({ parent, args, access }), (isAllowed) => {
      if (!isAllowed) throw new Forbidden()
      access.forget()
      return resolve(parent, args, context, info)
    })
  }
}

function guardRead(
  { may, show }: Rule,
  resolve: Resolver,
  { isLoud }: { readonly isLoud: boolean },
): Resolver {
  if (may === undefined && show === undefined) return resolve
  return (parent, args, context, info) => {
    const { access } = context
    if (access.isUnrestricted) return resolve(parent, args, context, info)
    const question = { parent, args, access }
    return after(may?.(question) ?? true, (isAllowed) => {
      if (!isAllowed && isLoud) throw new Forbidden()
      if (!isAllowed) return null
      const value: unknown = resolve(parent, args, context, info)
      return show === undefined ? value : after(value, (found) => show(found, question))
    })
  }
}
