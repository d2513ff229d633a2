import { describe, expect, it } from 'vitest'
import { type Columns, fieldsIn, fieldsOf, OTHERS, outcomeOf, readTable } from './table.ts'
import { CLUB, openWorld } from './world.ts'

/** Members of the group, each of whom has just sent a message to it. */
const COLUMNS: Columns = { sender: 'anna', owner: 'olga', ...OTHERS }

/** What is told of a message to whoever may see it at all. */
const MESSAGE = readTable(`
  TextMessage                                      | sender | owner | admin key | anonymous | bad token
  id                                               | yes    | yes   | yes       | 401       | 401
  messageId                                        | yes    | yes   | yes       | 401       | 401
  from { username }                                | yes    | yes   | yes       | 401       | 401
  to { __typename }                                | yes    | yes   | yes       | 401       | 401
  sentAt                                           | yes    | yes   | yes       | 401       | 401
  ext                                              | yes    | yes   | yes       | 401       | 401
  content                                          | yes    | yes   | yes       | 401       | 401
  reactions { count }                              | yes    | yes   | yes       | 401       | 401
  reactions(as: "@ME") { count }                   | yes    | yes   | yes       | 401       | 401
  reactions(as: "gina") { count }                  | null   | null  | yes       | 401       | 401
  deliveryStatus(username: "gina")                 | null   | null  | yes       | 401       | 401
  deliveryStatus(username: "@ME")                  | null   | null  | yes       | 401       | 401
`)

const nameOf = (caller: string) => (['anna', 'olga'].includes(caller) ? caller : 'anna')

describe('what a message tells', () => {
  it.each(MESSAGE)('$what', async ({ what, cells }) => {
    const found: Record<string, string> = {}
    for (const [heading, caller] of Object.entries(COLUMNS)) {
      const world = await openWorld()
      const name = nameOf(caller)
      const field = what.replace('@ME', name.toUpperCase())
      const answer = await world.askAs(
        caller,
        `mutation { sendMessage(input: {
          from: "${name}", to: { groups: ["${CLUB}"] }, body: { text: { content: "Hi" } }
        }) { results { message { ... on TextMessage { it: ${field} } } } } }`,
      )
      found[heading] = outcomeOf(answer, 'sendMessage.results.0.message.it')
    }
    expect(found).toEqual(cells)
  })

  it('has a row for each field', () => {
    expect(fieldsIn(MESSAGE)).toEqual(fieldsOf('TextMessage'))
  })

  it('of reactions asks the service as the user who asks', async () => {
    const world = await openWorld()

    await world.askAs(
      'olga',
      `mutation { sendMessage(input: {
        from: "olga", to: { groups: ["${CLUB}"] }, body: { text: { content: "Hi" } }
      }) { results { message { reactions { hasReacted } } } } }`,
    )

    expect(world.calls().filter((call) => call.includes('reaction'))).toEqual(['GET /reaction/user/olga'])
  })
})
