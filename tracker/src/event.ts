import type { TrackEvent } from '@tidemark/contracts';

/** An event as the tracker sends it. `timestamp` is its first field: the queue reads it from the text. */
export type TrackerEvent = TrackEvent & { readonly timestamp: string; readonly event_id: string };
