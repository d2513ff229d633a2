import { describe, expect, it } from 'vitest'
import { dispositionOf, safeFilename } from '../../src/files/disposition.ts'
import { uuidIn } from '../../src/files/links.ts'
import {
  beginsAs,
  fitsOneOf,
  isActive,
  isShownInPlace,
  readMediaType,
  typeByBytes,
} from '../../src/files/media-types.ts'

describe('what a file is', () => {
  it.each([
    ['89504e470d0a1a0a00', 'image/png'],
    ['ffd8ffe0', 'image/jpeg'],
    ['474946383961', 'image/gif'],
    ['52494646000000005745425056503820', 'image/webp'],
    ['0000001c6674797061766966', 'image/avif'],
    ['000000186674797068656963', 'image/heic'],
    ['2321414d520a', 'audio/amr'],
    ['4f676753', 'audio/ogg'],
    ['00000018667479704d344120', 'audio/mp4'],
    ['000000186674797069736f6d', 'video/mp4'],
    ['1a45dfa3', 'video/webm'],
    ['255044462d312e37', 'application/pdf'],
    ['504b0304', 'application/zip'],
    ['d0cf11e0a1b11ae1', 'application/x-ole-storage'],
    ['4d5a9000', 'application/x-msdownload'],
    ['7f454c46', 'application/x-executable'],
    [Buffer.from('\ufeff \n<!doctype html>').toString('hex'), 'text/html'],
    [Buffer.from('<?xml version="1.0"?>').toString('hex'), 'text/html'],
    [Buffer.from('<SVG ').toString('hex'), 'text/html'],
    [Buffer.from('hello <svg>').toString('hex'), null],
    ['', null],
  ])('is told by its first bytes: %s is %s', (hex, type) => {
    expect(typeByBytes(Buffer.from(hex, 'hex'))).toBe(type)
  })

  it.each([
    { type: 'image/png', hex: '89504e470d0a1a0a', may: true },
    { type: 'image/jpeg', hex: '89504e470d0a1a0a', may: false },
    { type: 'image/png', hex: '00', may: false },
    { type: 'image/tiff', hex: '49492a00', may: true },
    { type: 'audio/x-m4a', hex: '00000018667479704d344120', may: true },
    {
      type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      hex: '504b0304',
      may: true,
    },
    { type: 'application/msword', hex: 'd0cf11e0a1b11ae1', may: true },
    { type: 'image/x-new', hex: '68656c6c6f', may: false },
    { type: 'text/plain', hex: '68656c6c6f', may: true },
    { type: 'text/plain', hex: '4d5a', may: false },
  ])('must fit what it says that it is: $hex as $type is $may', ({ type, hex, may }) => {
    expect(beginsAs(type, Buffer.from(hex, 'hex'))).toBe(may)
  })

  it('is shown in place only where nothing can run in it', () => {
    const shown = ['image/png', 'audio/mpeg', 'video/mp4'].map(isShownInPlace)
    const kept = ['text/html', 'image/svg+xml', 'application/pdf', 'text/plain'].map(isShownInPlace)
    expect([shown, kept]).toEqual([
      [true, true, true],
      [false, false, false, false],
    ])
  })

  it.each([
    ['IMAGE/PNG; a=b', 'image/png'],
    ['image/*', null],
    ['image', null],
    ['image/png\r\nx: y', null],
    ['', null],
  ])('is read from %j as %s', (given, type) => {
    expect(readMediaType(given)).toBe(type)
  })

  it.each([
    'image/svg+xml',
    'text/html',
    'application/xhtml+xml',
    'application/xml',
    'text/javascript',
    'application/x-javascript',
    'application/ecmascript',
  ])('is active by its name: %s', (type) => {
    expect(isActive(type)).toBe(true)
    expect(
      [
        'image/png',
        'text/plain',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      ].some(isActive),
    ).toBe(false)
  })

  it('fits a kind, or to the letter', () => {
    expect(fitsOneOf('image/png', ['image/*'])).toBe(true)
    expect(fitsOneOf('imagex/png', ['image/*'])).toBe(false)
    expect(fitsOneOf('text/plainer', ['text/plain'])).toBe(false)
  })
})

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a\r\nb\u0000.txt', 'ab.txt'],
    ['evil\u202egnp.exe', 'evilgnp.exe'],
    ['.htaccess', 'htaccess'],
    ['', 'file'],
    [null, 'file'],
    ['猫.png', '猫.png'],
  ])('is safe anywhere: %j becomes %j', (given, name) => {
    expect(safeFilename(given)).toBe(name)
  })

  it('stands in a header whole and in ASCII', () => {
    expect(dispositionOf('attachment', `猫 'a' 100%.png`)).toBe(
      `attachment; filename="_ 'a' 100_.png"; filename*=UTF-8''%E7%8C%AB%20%27a%27%20100%25.png`,
    )
  })
})

describe('the address of an attachment', () => {
  it.each([
    ['https://a1.easemob.com/org/app/chatfiles/a-1', 'a-1'],
    ['http://any.example:81/org/app/chatfiles/a-1?share-secret=x', 'a-1'],
    ['https://a1.easemob.com/org/app2/chatfiles/a-1', null],
    ['https://a1.easemob.com/org/app/chatfiles/a-1/b', null],
    ['https://a1.easemob.com/x/org/app/chatfiles/a-1', null],
    ['https://a1.easemob.com/org/app/chatfiles/%61', null],
    ['ftp://a1.easemob.com/org/app/chatfiles/a-1', null],
  ])('%s is of %s', (address, uuid) => {
    expect(uuidIn(address, 'org#app')).toBe(uuid)
  })
})
