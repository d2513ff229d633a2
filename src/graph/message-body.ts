import { builder } from './builder.ts'

const SECRET = 'The `share-secret` of the upload, when the file is restricted.'
const FILENAME = 'The name that receivers see.'
const URL = 'Address of the uploaded file: `https://{host}/{org}/{app}/chatfiles/{uuid}`.'

export const TextInput = builder.inputType('TextBodyInput', {
  description: 'Text.',
  fields: (t) => ({ content: t.string({ required: true, description: 'The text.' }) }),
})

const ImageInput = builder.inputType('ImageBodyInput', {
  description: 'A picture that was uploaded before.',
  fields: (t) => ({
    url: t.string({ required: true, description: URL }),
    filename: t.string({ required: true, description: FILENAME }),
    width: t.int({ description: 'In pixels.' }),
    height: t.int({ description: 'In pixels.' }),
    secret: t.string({ description: SECRET }),
  }),
})

const AudioInput = builder.inputType('AudioBodyInput', {
  description: 'A voice message that was uploaded before.',
  fields: (t) => ({
    url: t.string({ required: true, description: URL }),
    filename: t.string({ required: true, description: FILENAME }),
    durationSeconds: t.int({ required: true, description: 'How long it is.' }),
    secret: t.string({ description: SECRET }),
  }),
})

const VideoInput = builder.inputType('VideoBodyInput', {
  description: 'A video that was uploaded before, and its thumbnail, a file of its own.',
  fields: (t) => ({
    url: t.string({ required: true, description: URL }),
    filename: t.string({ required: true, description: FILENAME }),
    durationSeconds: t.int({ required: true, description: 'How long it is.' }),
    sizeBytes: t.int({ required: true, description: 'Size of the file.' }),
    secret: t.string({ description: SECRET }),
    thumbnailUrl: t.string({ description: 'Address of the uploaded thumbnail.' }),
    thumbnailSecret: t.string({ description: 'The `share-secret` of the thumbnail.' }),
  }),
})

const FileInput = builder.inputType('FileBodyInput', {
  description: 'Any other file that was uploaded before.',
  fields: (t) => ({
    url: t.string({ required: true, description: URL }),
    filename: t.string({ required: true, description: FILENAME }),
    secret: t.string({ description: SECRET }),
  }),
})

const LocationInput = builder.inputType('LocationBodyInput', {
  description: 'A place.',
  fields: (t) => ({
    latitude: t.float({ required: true, description: 'Degrees north.' }),
    longitude: t.float({ required: true, description: 'Degrees east.' }),
    address: t.string({ required: true, description: 'What the place is called.' }),
  }),
})

const CommandInput = builder.inputType('CommandBodyInput', {
  description: 'A command for the receiving app; people do not see it.',
  fields: (t) => ({ action: t.string({ required: true, description: 'What the app is to do.' }) }),
})

export const CustomInput = builder.inputType('CustomBodyInput', {
  description: 'Anything the app made up.',
  fields: (t) => ({
    event: t.string({ required: true, description: '1 to 32 of the characters a-z A-Z 0-9 - _ / .' }),
    extras: t.field({ type: 'JSONObject', description: 'Up to 16 keys, each with a text.' }),
  }),
})

export const MessageBodyInput = builder.inputType('MessageBodyInput', {
  description: 'The body of a message: exactly one of these. Body and `ext` together have at most 5 KB.',
  isOneOf: true,
  fields: (t) => ({
    text: t.field({ type: TextInput, description: 'Text.' }),
    image: t.field({ type: ImageInput, description: 'A picture.' }),
    audio: t.field({ type: AudioInput, description: 'A voice message.' }),
    video: t.field({ type: VideoInput, description: 'A video.' }),
    file: t.field({ type: FileInput, description: 'Any other file.' }),
    location: t.field({ type: LocationInput, description: 'A place.' }),
    command: t.field({ type: CommandInput, description: 'A command for the receiving app.' }),
    custom: t.field({ type: CustomInput, description: 'Anything the app made up.' }),
  }),
})
