import { useCallback, useEffect, useReducer, useState } from 'react';
import type { ApiError } from '../services/api.js';
import { type Connection, type LiveEvent, followWhileVisible } from '../services/live-feed.js';
import type { RealtimeReport } from '../types/analytics.js';

/** What is happening now, as far as is known. */
export interface LiveState {
  report: RealtimeReport | undefined;
  connection: Connection;
  /** Why the last attempt to read failed; cleared by the next report. */
  error: ApiError | undefined;
}

interface SiteState {
  site: string;
  live: LiveState;
}

const nothingYet: LiveState = { report: undefined, connection: 'connecting', error: undefined };

/** Follows a site live. A report of another site is never shown: the state is kept under the site's name. */
export function useRealTimeData(site: string): LiveState & { reconnect: () => void } {
  const [round, setRound] = useState(0);
  const [state, dispatch] = useReducer(reduce, { site, live: nothingYet });

  useEffect(() => {
    return followWhileVisible(site, (event) => {
      dispatch({ site, event });
    });
  }, [site, round]);

  const reconnect = useCallback(() => {
    setRound((count) => count + 1);
  }, []);
  return { ...(state.site === site ? state.live : nothingYet), reconnect };
}

function reduce(state: SiteState, { site, event }: { site: string; event: LiveEvent }): SiteState {
  const before = state.site === site ? state.live : nothingYet;
  switch (event.kind) {
    case 'report':
      return { site, live: { ...before, report: event.report, error: undefined } };
    case 'connection':
      return { site, live: { ...before, connection: event.connection } };
    case 'failed':
      return { site, live: { ...before, error: event.error } };
  }
}
