import type { DecidedStatus, RecommendationStatus } from '@tidemark/contracts';

/** Which status may follow which by somebody's decision. Back is an undo. */
const allowed: Readonly<Record<RecommendationStatus, readonly DecidedStatus[]>> = {
  pending: ['accepted', 'dismissed'],
  accepted: ['completed', 'dismissed', 'pending'],
  completed: ['accepted'],
  dismissed: ['pending'],
  // Its cause is gone: it comes back by itself where the cause does.
  expired: [],
};

/** What may be done about a card. One that was measured is closed: its receipt stands. */
export function nextStatuses(status: RecommendationStatus, isMeasured: boolean): readonly DecidedStatus[] {
  return isMeasured ? [] : allowed[status];
}
