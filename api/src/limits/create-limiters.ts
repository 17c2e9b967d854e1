import type { Config } from '../config.js';
import { RateLimiter, type RateLimiterOptions } from './rate-limiter.js';

/** The limits of an API: collecting has one of its own, as it's visitors who send events. */
export interface Limiters {
  api: RateLimiter;
  /** Of what the dashboard reads: an overview asks a dozen questions. */
  dashboard: RateLimiter;
  track: RateLimiter;
  close(): Promise<void>;
}

/** So many times the requests of a program: ten overviews, or filters, take about 120. */
const DASHBOARD_FACTOR = 6;

const OFF: Config['rateLimits'] = { perMinute: 0, trackPerMinute: 0 };

/** The limits as they were set; not set at all, there are none. */
export function createLimiters(
  rateLimits: Config['rateLimits'] | undefined,
  shared: Omit<RateLimiterOptions, 'name' | 'perMinute'>,
): Limiters {
  const { perMinute, trackPerMinute } = rateLimits ?? OFF;
  const api = new RateLimiter({ ...shared, name: 'api', perMinute });
  const dashboard = new RateLimiter({ ...shared, name: 'dashboard', perMinute: DASHBOARD_FACTOR * perMinute });
  const track = new RateLimiter({ ...shared, name: 'track', perMinute: trackPerMinute });
  return {
    api,
    dashboard,
    track,
    close: async () => {
      await Promise.all([api.close(), dashboard.close(), track.close()]);
    },
  };
}
