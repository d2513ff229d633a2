import { builder } from './builder.ts'

const SECRET = 'The `share-secret` of the upload, when the file is restricted.'
const FILENAME = 'The name that receivers see; needed with `url`, by default that of the `upload`.'
const URL =
  'Address of the uploaded file: `https://{host}/{org}/{app}/chatfiles/{uuid}`; or leave it out and give `upload`.'
const UPLOAD = 'The file itself, to be uploaded first: 1 call more. Then neither `url` nor `secret` is given.'

export const TextInput = builder.inputType('TextBodyInput', {
  description: 'Text.',
  fields: (t) => ({ content: t.string({ required: true, description: 'The text.' }) }),
})

const ImageInput = builder.inputType('ImageBodyInput', {
  description: 'A picture that was uploaded before, or comes as `upload`.',
  fields: (t) => ({
    url: t.string({ description: URL }),
    filename: t.string({ description: FILENAME }),
    upload: t.field({ type: 'Upload', description: UPLOAD }),
    width: t.int({ description: 'In pixels.' }),
    height: t.int({ description: 'In pixels.' }),
    secret: t.string({ description: SECRET }),
  }),
})

const AudioInput = builder.inputType('AudioBodyInput', {
  description: 'A voice message that was uploaded before, or comes as `upload`.',
  fields: (t) => ({
    url: t.string({ description: URL }),
    filename: t.string({ description: FILENAME }),
    upload: t.field({ type: 'Upload', description: UPLOAD }),
    durationSeconds: t.int({ required: true, description: 'How long it is.' }),
    secret: t.string({ description: SECRET }),
  }),
})

const VideoInput = builder.inputType('VideoBodyInput', {
  description:
    'A video that was uploaded before, or comes as `upload`, and its thumbnail, a file of its own.',
  fields: (t) => ({
    url: t.string({ description: URL }),
    filename: t.string({ description: FILENAME }),
    upload: t.field({ type: 'Upload', description: UPLOAD }),
    durationSeconds: t.int({ required: true, description: 'How long it is.' }),
    sizeBytes: t.int({ description: 'Size of the file; needed with `url`.' }),
    secret: t.string({ description: SECRET }),
    thumbnailUpload: t.field({
      type: 'Upload',
      description: 'The thumbnail itself, to be uploaded before the video: 1 call more.',
    }),
    thumbnailUrl: t.string({ description: 'Address of the uploaded thumbnail.' }),
    thumbnailSecret: t.string({ description: 'The `share-secret` of the thumbnail.' }),
  }),
})

const FileInput = builder.inputType('FileBodyInput', {
  description: 'Any other file that was uploaded before, or comes as `upload`.',
  fields: (t) => ({
    url: t.string({ description: URL }),
    filename: t.string({ description: FILENAME }),
    upload: t.field({ type: 'Upload', description: UPLOAD }),
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
