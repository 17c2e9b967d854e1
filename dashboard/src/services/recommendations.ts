import type {
  DecidedStatus,
  Recommendation,
  RecommendationList,
  RecommendationStatus,
  RecommendationType,
  TrackRecord,
} from '../types/recommendations.js';
import type { Read } from './analytics.js';
import { sendJson } from './api.js';

interface Wanted {
  site: string;
  /** Undefined: all but what went away by itself. */
  status: RecommendationStatus | undefined;
  type: RecommendationType | undefined;
  limit?: number;
}

export const readRecommendations = ({ site, status, type, limit }: Wanted): Read<RecommendationList> => {
  const query = new URLSearchParams({
    site,
    ...(status && { status }),
    ...(type && { type }),
    ...(limit !== undefined && { limit: String(limit) }),
  });
  return { path: `/api/recommendations?${query.toString()}` };
};

export const readTrackRecord = (site: string): Read<TrackRecord> => ({
  path: `/api/recommendations/track-record?${new URLSearchParams({ site }).toString()}`,
});

export const decide = (id: number, status: DecidedStatus) =>
  sendJson<Recommendation>('PUT', `/api/recommendations/${String(id)}/status`, { status });

/** Has a site looked at now. It's done a little later. */
export const lookNow = (site: string) => sendJson<unknown>('POST', '/api/recommendations/run', { site });
