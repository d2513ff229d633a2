import { envelope } from './answer.ts'
import { type GatheringKind, gatheringOf } from './gatherings.ts'
import type { Route } from './router.ts'

/** Everybody but the owner, the admins and the allow list is muted, or no longer. */
export function muteAllRoutes(kind: GatheringKind): readonly Route[] {
  return [
    switchRoute(kind, 'POST', 'ban', { mute: true }),
    switchRoute(kind, 'DELETE', 'ban', { mute: false }),
  ]
}

export function disableRoutes(kind: GatheringKind): readonly Route[] {
  return [
    switchRoute(kind, 'POST', 'disable', { disabled: true }),
    switchRoute(kind, 'POST', 'enable', { disabled: false }),
  ]
}

/** A call without a body that sets one flag and answers it; setting it twice is no error. */
function switchRoute(
  kind: GatheringKind,
  method: 'POST' | 'DELETE',
  segment: string,
  data: { readonly mute: boolean } | { readonly disabled: boolean },
): Route {
  return {
    method,
    path: `${kind.root}/:id/${segment}`,
    answer: (call, store) => {
      Object.assign(gatheringOf(kind, call, store), data)
      return envelope(call, { data })
    },
  }
}
