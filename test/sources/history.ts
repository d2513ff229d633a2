/** What a record of a history means: the fixture, and the message that it is. */
export interface HistoryCase {
  readonly fixture: string
  readonly gives: unknown
}

const FILES = 'https://a1.easemob.com/easemob-demo/testapp/chatfiles'
const SECRET = 'DRGM8OZrEeO1vafuJSo2IjHBeKlIhDp0GCnFu54xOF3M6KLr'
const ALIKE = { from: { username: 'user1' }, ext: { key1: 'value1' } }
const TO_USER = { to: { username: 'user2' } }
const TO_GROUP = { to: { kind: 'Group', id: '184524748161025', facts: {} } }

export const historyCases: readonly HistoryCase[] = [
  {
    fixture: 'history-record-txt.json',
    gives: {
      ...{ ...ALIKE, ...TO_USER, messageId: '1029457500870543736' },
      ...{ sentAt: new Date('2018-11-27T10:00:00Z'), kind: 'TextMessage', content: 'welcome to easemob!' },
    },
  },
  {
    fixture: 'history-record-img.json',
    gives: {
      ...{ ...ALIKE, ...TO_GROUP, messageId: '1029457500870543737' },
      ...{ sentAt: new Date('2018-11-27T10:00:01Z'), kind: 'ImageMessage', width: 746, height: 1325 },
      file: {
        url: `${FILES}/65e54a4a-fa4b-11e3-b821-ebde7b50cc4b`,
        secret: SECRET,
        filename: 'test1.jpg',
        sizeBytes: 128827,
      },
    },
  },
  {
    fixture: 'history-record-audio.json',
    gives: {
      ...{ ...ALIKE, ...TO_USER, messageId: '1029457500870543738' },
      ...{ sentAt: new Date('2018-11-27T10:00:02Z'), kind: 'AudioMessage', durationSeconds: 10 },
      file: {
        url: `${FILES}/0637e55a-f606-11e3-ba23-51f25fd1215b`,
        secret: SECRET,
        filename: 'test1.amr',
        sizeBytes: 6630,
      },
    },
  },
  {
    fixture: 'history-record-video.json',
    gives: {
      ...{ ...ALIKE, ...TO_USER, messageId: '1029457500870543739' },
      ...{ sentAt: new Date('2018-11-27T10:00:03Z'), kind: 'VideoMessage', durationSeconds: 10 },
      ...{ width: 360, height: 480 },
      file: {
        url: `${FILES}/671dfe30-7f69-11e4-ba67-8fef0d502f46`,
        secret: 'VfEpSmSvEeS7yU8dwa9rAQc-DIL2HhmpujTNfSTsrDt6eNb_',
        filename: '1418105136313.mp4',
        sizeBytes: 58103,
      },
      thumbnail: {
        url: `${FILES}/67279b20-7f69-11e4-8eee-21d3334b3a97`,
        secret: 'ZyebKn9pEeSSfY03ROk7ND24zUf74s7HpPN1oMV-1JxN2O2I',
        filename: null,
        sizeBytes: null,
      },
    },
  },
  {
    fixture: 'history-record-file.json',
    gives: {
      ...{ ...ALIKE, ...TO_USER, messageId: '1029457500870543740' },
      ...{ sentAt: new Date('2018-11-27T10:00:04Z'), kind: 'FileMessage' },
      file: {
        url: `${FILES}/d9135700-079e-11e7-b000-a7039876610f`,
        secret: '2RNXCgeeEeeAbtZXJH4cgr2admVXn560He2PD3RX',
        filename: 'record.md',
        sizeBytes: 3279,
      },
    },
  },
  {
    fixture: 'history-record-loc.json',
    gives: {
      ...{ ...ALIKE, ...TO_GROUP, messageId: '1029457500870543741' },
      ...{ sentAt: new Date('2018-11-27T10:00:05Z'), kind: 'LocationMessage' },
      ...{ latitude: 39.9053, longitude: 116.36302, address: '西城区西便门桥' },
    },
  },
  {
    fixture: 'history-record-cmd.json',
    gives: {
      ...{ ...ALIKE, messageId: '1029457500870543742' },
      to: { kind: 'Chatroom', id: '185145305923585', facts: {} },
      ...{ sentAt: new Date('2018-11-27T10:00:06Z'), kind: 'CommandMessage', action: 'run' },
    },
  },
  {
    fixture: 'history-record-custom.json',
    gives: {
      ...{ ...ALIKE, ...TO_USER, messageId: '1029457500870543743' },
      ...{ sentAt: new Date('2018-11-27T10:00:07Z'), kind: 'CustomMessage', event: 'gift_1' },
      extras: { name: 'flower', size: '16', price: '100' },
    },
  },
]
