import type { ReplyOf } from '../upstream/contract.ts'
import type { Client } from '../upstream/upstream.ts'
import { readName, readText } from './input.ts'
import { singleRead } from './singles.ts'
import { toDate } from './spelling.ts'
import { templateTag } from './tags.ts'

/** The words of a push; `{0}`, `{1}` … stand for what each message fills in. */
export interface PushTemplate {
  readonly name: string
  readonly titlePattern: string | null
  readonly contentPattern: string | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
}

/** Null for an unknown name. Cost: one call per name. Source: operation `push-template-get`. */
const templates = singleRead({
  operation: 'push-template-get',
  lifetime: 'detail',
  tagsOf: (name: string) => [templateTag(name)],
  call: (name) => ({ path: { name } }),
  value: (reply) => toTemplate(reply),
})

function toTemplate({ data }: ReplyOf<'push-template-get'>): PushTemplate {
  return {
    name: data.name,
    titlePattern: data.title_pattern ?? null,
    contentPattern: data.content_pattern ?? null,
    createdAt: data.createAt === undefined ? null : toDate(data.createAt),
    updatedAt: data.updateAt === undefined ? null : toDate(data.updateAt),
  }
}

export interface NewTemplate {
  readonly name: string
  readonly titlePattern: string
  readonly contentPattern: string
}

/** No document says how long a pattern may be; no phone shows more. */
const LONGEST_PATTERN = 4096

/** All this server knows about the REST side of push templates. */
export function pushTemplatesSource(client: Client) {
  return {
    byName: (name: string) => client.read(templates, readName(name, 'name')),

    /** Cost: one call. */
    async create(template: NewTemplate): Promise<PushTemplate> {
      const name = readName(template.name, 'name')
      return client.write({
        lane: 'background',
        call: {
          operation: 'push-template-create',
          body: {
            name,
            title_pattern: readText(template.titlePattern, 'titlePattern', LONGEST_PATTERN),
            content_pattern: readText(template.contentPattern, 'contentPattern', LONGEST_PATTERN),
          },
        },
        tags: [templateTag(name)],
        outcome: toTemplate,
      })
    },

    /** Cost: one call. Fails with `NOT_FOUND` for an unknown name. */
    async remove(given: string): Promise<string> {
      const name = readName(given, 'name')
      return client.write({
        lane: 'background',
        call: { operation: 'push-template-delete', path: { name } },
        tags: [templateTag(name)],
        outcome: () => name,
      })
    },
  }
}
