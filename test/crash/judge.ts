/** A job as it was asked for, what it says of itself in the end, and what the service knows. */
export interface Evidence {
  readonly targets: readonly string[]
  readonly perCall: number
  /** How often its process was killed. */
  readonly kills: number
  readonly results: readonly Told[]
  /** Messages that the service has taken, by target. */
  readonly messages: ReadonlyMap<string, readonly string[]>
}

export interface Told {
  readonly target: string
  readonly status: string
  readonly messageId: string | null
}

/** All that is wrong, target by target; nothing when nobody was lost and nobody got it twice. */
export function judge({ targets, perCall, kills, results, messages }: Evidence): readonly string[] {
  const faults: string[] = []
  const told = new Map(results.map((result) => [result.target, result]))
  if (results.length !== told.size) faults.push(`${results.length - told.size} targets are told of twice`)
  for (const target of targets) {
    const result = told.get(target)
    const ids = messages.get(target) ?? []
    const found = `${target} is ${result?.status ?? 'lost'}, and got ${ids.length} messages`
    if (result === undefined || ids.length > 1) faults.push(found)
    else if (result.status === 'SENT' && ids[0] !== result.messageId) faults.push(`${found}: not its own`)
    else if (result.status !== 'SENT' && result.status !== 'UNKNOWN') faults.push(found)
  }
  const unknown = new Set(
    targets.flatMap((target, at) =>
      told.get(target)?.status === 'UNKNOWN' ? [Math.floor(at / perCall)] : [],
    ),
  )
  if (unknown.size > kills) faults.push(`${unknown.size} calls are unknown after ${kills} kills`)
  const strangers = [...told.keys(), ...messages.keys()].filter((target) => !targets.includes(target))
  for (const stranger of new Set(strangers)) faults.push(`${stranger} was never asked for`)
  return faults
}
