interface NumberKnob {
  readonly fallback: number
  readonly least: number
  readonly most: number
  readonly description: string
}

interface TextKnob {
  readonly fallback: string
  readonly description: string
}

interface ChoiceKnob {
  /** The first one is the default. */
  readonly options: readonly [string, ...string[]]
  readonly description: string
}

/** What can be set of one area, by the names that the variables of the environment have. */
export interface Knobs {
  readonly numbers: Readonly<Record<string, NumberKnob>>
  readonly texts: Readonly<Record<string, TextKnob>>
  readonly choices: Readonly<Record<string, ChoiceKnob>>
}
