import { type Child, startChild } from './child.ts'
import { ADMIN_KEY, isQuick, serviceEnv, startService } from './service.ts'
import { printTable } from './table.ts'

const MB = 2 ** 20
const FILE_MB = 10
const FILES = isQuick ? 4 : 15
/** What a collector that is in no hurry leaves lying. A server that kept the files would have several times as much. */
const MOST_GROWTH_MB = 60

const HEADERS = { authorization: `Bearer ${ADMIN_KEY}` }
const SEND = `mutation($image: ImageBodyInput!) {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: { image: $image } }) {
    results { message { ... on ImageMessage { file { downloadUrl } } } }
  }
}`

/** Files up and down, one after the other, and then all at once; the service is another process. */
export async function measureFiles(): Promise<void> {
  const service = await startService()
  const server = await startChild({
    file: 'src/main.ts',
    env: { ...serviceEnv(service), RATE_PROFILE: 'seed', HISTORY_HOURS: '0' },
  })
  const rows = []
  /** The sandbox keeps the last 200 MB. */
  const latest = async () => send(server, await upload(server))
  const downloading = (address: string) => () => download(server, address)
  await download(server, await latest())
  const before = server.residentMb()
  const work = {
    'up, one by one': () => inTurn(() => upload(server)),
    'up, all at once': () => atOnce(() => upload(server)),
    'down, one by one': async () => inTurn(downloading(await latest())),
    'down, all at once': async () => atOnce(downloading(await latest())),
  }
  for (const [name, run] of Object.entries(work)) rows.push(await measure(name, run))
  printTable(['files of 10 MB', 'MB/s', 'before', 'at most'], rows)
  await server.stop()
  await service.stop()

  async function measure(name: string, run: () => Promise<unknown>): Promise<string[]> {
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, server.residentMb())
    }, 20)
    const began = performance.now()
    await run()
    const seconds = (performance.now() - began) / 1000
    clearInterval(watch)
    if (most - before > MOST_GROWTH_MB) {
      throw new Error(`${name}: ${Math.round(most - before)} MB more than before, beyond ${MOST_GROWTH_MB}`)
    }
    const mb = (value: number) => `${Math.round(value)} MB`
    return [`${FILES} ${name}`, String(Math.round((FILES * FILE_MB) / seconds)), mb(before), mb(most)]
  }
}

async function inTurn(run: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < FILES; index += 1) await run()
}

const atOnce = (run: () => Promise<unknown>) => Promise.all(Array.from({ length: FILES }, run))

function picture(): Blob {
  const bytes = Buffer.alloc(FILE_MB * MB, 'easemob')
  Buffer.from('89504e470d0a1a0a', 'hex').copy(bytes)
  return new Blob([bytes], { type: 'image/png' })
}

async function upload({ url }: Child): Promise<object> {
  const body = new FormData()
  body.set('file', picture(), 'big.png')
  const answer = await fetch(new URL('/files', url), { method: 'POST', body, headers: HEADERS })
  const { url: address, secret, filename } = JSON.parse(await answer.text())
  if (answer.status !== 200) throw new Error(`an upload was answered ${answer.status}`)
  return { url: address, secret, filename }
}

async function send({ url }: Child, image: object): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...HEADERS },
    body: JSON.stringify({ query: SEND, variables: { image } }),
  })
  const { data } = JSON.parse(await answer.text())
  return data.sendMessage.results[0].message.file.downloadUrl
}

async function download({ url }: Child, address: string): Promise<void> {
  const answer = await fetch(new URL(address, url))
  const { byteLength } = await answer.arrayBuffer()
  if (byteLength !== FILE_MB * MB) throw new Error(`${byteLength} bytes came down`)
}
