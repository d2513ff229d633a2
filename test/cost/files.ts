import { CAT, type TestFile } from '../support/files.ts'
import { GROUP } from './reads.ts'

/** An operation with files in its variables, and what it costs; then what each address in its answer costs. */
export interface FileRow {
  readonly what: string
  readonly query: string
  readonly files: Readonly<Record<string, TestFile>>
  readonly traffic: Readonly<Record<string, number>>
  readonly opened: Readonly<Record<string, number>>
}

const VIDEO: TestFile = {
  name: 'v.mp4',
  type: 'video/mp4',
  bytes: Buffer.from('0000001866747970697a6f6d00000000', 'hex'),
}

const sendOf = (variables: string, body: string, shown: string) => `mutation(${variables}) {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: { ${body} } }) {
    results { message { ${shown} } }
  }
}`

export const FILES: readonly FileRow[] = [
  {
    what: 'a picture that is uploaded and sent',
    query: sendOf(
      '$file: Upload!',
      'image: { upload: $file }',
      '... on ImageMessage { file { downloadUrl } thumbnailUrl }',
    ),
    files: { file: CAT },
    traffic: { 'file-upload': 1, 'message-send-users': 1 },
    opened: { 'file-download': 1, 'file-thumbnail': 1 },
  },
  {
    what: 'a video that is uploaded with its picture, and sent',
    query: sendOf(
      '$file: Upload!, $small: Upload!',
      'video: { upload: $file, thumbnailUpload: $small, durationSeconds: 1 }',
      '... on VideoMessage { file { downloadUrl } thumbnailUrl thumbnail { downloadUrl } }',
    ),
    files: { file: VIDEO, small: CAT },
    traffic: { 'file-upload': 2, 'message-send-users': 1 },
    opened: { 'file-download': 3 },
  },
  {
    what: 'a file that is shared in a group',
    query: `mutation($file: Upload!) { uploadSharedFile(groupId: "${GROUP}", upload: $file) {
      group { groupId } file { fileId sizeBytes downloadUrl }
    } }`,
    files: { file: CAT },
    traffic: { 'group-file-upload': 1 },
    opened: { 'group-file-download': 1 },
  },
]
