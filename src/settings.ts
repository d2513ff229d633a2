import { BACKGROUND } from './settings/background.ts'
import { CALLERS } from './settings/callers.ts'
import { FILES } from './settings/files.ts'
import { READS } from './settings/reads.ts'
import { REQUESTS } from './settings/requests.ts'
import { SERVER } from './settings/server.ts'
import { SERVICE } from './settings/service.ts'

/** The numbers that can be set, as the README lists them. */
export const NUMBERS = {
  ...SERVER.numbers,
  ...SERVICE.numbers,
  ...REQUESTS.numbers,
  ...CALLERS.numbers,
  ...FILES.numbers,
  ...BACKGROUND.numbers,
  ...READS.numbers,
}

export type NumberName = keyof typeof NUMBERS

/** The texts that can be set, as the README lists them. */
export const TEXTS = {
  ...SERVER.texts,
  ...SERVICE.texts,
  ...REQUESTS.texts,
  ...CALLERS.texts,
  ...FILES.texts,
  ...BACKGROUND.texts,
}

export type TextName = keyof typeof TEXTS

/** The choices that can be made, as the README lists them. */
export const CHOICES = {
  ...SERVER.choices,
  ...SERVICE.choices,
  ...REQUESTS.choices,
  ...CALLERS.choices,
}

export type ChoiceName = keyof typeof CHOICES
