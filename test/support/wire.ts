import { connect } from 'node:net'

export interface RawRequest {
  readonly body?: string
  readonly host?: string
  readonly headers?: readonly string[]
}

export interface Connection {
  /** Sends a request as it is, since `fetch` tidies up paths and hosts, and without waiting for earlier answers. */
  send(requestLine: string, request: RawRequest): void
  /** All that was answered, once the server has closed the connection. */
  readonly answers: Promise<string>
}

/** One connection to the server at this URL. */
export function openConnection(url: string): Connection {
  const { host: address, hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  return {
    send(requestLine, { body = '', host = address, headers = [] }) {
      const length = `content-length: ${Buffer.byteLength(body)}`
      const head = [`${requestLine} HTTP/1.1`, `host: ${host}`, 'content-type: application/json', length]
      socket.write(`${[...head, ...headers].join('\r\n')}\r\n\r\n${body}`)
    },
    answers: new Promise((resolve, reject) => {
      let answers = ''
      socket.on('data', (chunk) => {
        answers += chunk
      })
      socket.on('close', () => resolve(answers))
      socket.on('error', reject)
    }),
  }
}

/** One request on a connection of its own; resolves to the whole answer. */
export function sendRaw(url: string, requestLine: string, request: RawRequest): Promise<string> {
  const { send, answers } = openConnection(url)
  send(requestLine, { ...request, headers: [...(request.headers ?? []), 'connection: close'] })
  return answers
}
