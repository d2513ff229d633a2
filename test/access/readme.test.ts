import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTokenReader, type JwtOptions } from '../../src/access/jwt.ts'
import { readConfig } from '../../src/config.ts'

const ROOT = new URL('../..', import.meta.url)
const security = readFileSync(new URL('README.md', ROOT), 'utf8')
  .split('\n## Security\n')[1]
  ?.split('\n## ')[0]
const GOOGLE = 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com'

describe('the README', () => {
  it.each([
    {
      title: 'Auth0',
      expected: {
        keys: { jwksUrl: 'https://my-tenant.eu.auth0.com/.well-known/jwks.json' },
        algorithms: ['RS256'],
        issuer: 'https://my-tenant.eu.auth0.com/',
        audience: 'https://chat.example.com',
        usernameClaim: 'https://chat.example.com/username',
      },
    },
    {
      title: 'Firebase',
      expected: {
        keys: { jwksUrl: GOOGLE },
        algorithms: ['RS256'],
        issuer: 'https://securetoken.google.com/my-project',
        audience: 'my-project',
        usernameClaim: 'chat_username',
      },
    },
  ])('configures $title with variables that the server takes', ({ title, expected }) => {
    expect(configured(environmentOf(title))).toEqual(expected)
  })

  it('shows a backend how to make a token that the server takes', async () => {
    const environment = environmentOf('Your own backend')
    const program = `${blockOf('Your own backend', 'js')}\nconsole.log(await tokenOf('Alice'))`
    const token = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: ROOT,
      env: environment,
      encoding: 'utf8',
    })
    expect(await createTokenReader(configured(environment))(token.trim())).toBe('Alice')
  })
})

function configured(environment: Readonly<Record<string, string>>): JwtOptions {
  const { jwt } = readConfig(environment)
  if (jwt === null) throw new Error('nothing about tokens')
  return jwt
}

/** The variables that a shell has after the block of this part. */
function environmentOf(title: string): Record<string, string> {
  const printed = execFileSync('sh', ['-c', `${blockOf(title, 'sh')}\nenv`], { encoding: 'utf8' })
  const pairs = printed.split('\n').filter((line) => line.startsWith('JWT_'))
  return Object.fromEntries(pairs.map((line) => line.split(/=(.*)/).slice(0, 2)))
}

function blockOf(title: string, language: string): string {
  const part = security?.split(`\n#### ${title}\n`)[1]?.split('\n#### ')[0]
  return part?.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? ''
}
