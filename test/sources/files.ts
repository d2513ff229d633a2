import type { NewFile } from '../../src/sources/files.ts'
import type { Case } from './cases.ts'

const ID = '66016467025921'

/** The smallest thing that begins as a picture does. */
const PICTURE: NewFile = {
  ...{ filename: 'img_3.jpg', type: 'image/jpeg', isRepeatable: true },
  firstBytes: Buffer.from([0xff, 0xd8, 0xff]),
  sizeBytes: () => 3,
  async *bytes() {
    yield Buffer.from([0xff, 0xd8, 0xff])
  },
}

export const fileCases: readonly Case[] = [
  {
    what: 'where an attachment lies, and its secret',
    answers: { 'POST /chatfiles': 'file-upload.json' },
    ask: ({ files }) => files.upload(files.checked(PICTURE), { isRestricted: true }),
    gives: {
      url: 'https://a1.easemob.com/easemob-demo/testapp/chatfiles/5fd74830-56c1-11e9-822a-81ea50bb049d',
      secret: 'X9dIOlbBEemVjZs7gV9x7Yc',
      filename: 'img_3.jpg',
      sizeBytes: 3,
      type: 'image/jpeg',
    },
  },
  {
    what: 'a file that was shared in a group',
    answers: { [`POST /chatgroups/${ID}/share_files`]: 'group-file-upload.json' },
    ask: ({ files }) => files.share(ID, files.checked(PICTURE)),
    gives: {
      id: 'c6906aa0-ed19-11ea-b480-f3cfbdd7bd1e',
      groupId: ID,
      name: 'img_3.jpg',
      uploader: null,
      sizeBytes: 13_512,
      uploadedAt: new Date(1_599_050_554_954),
    },
  },
]
