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
  status: RecommendationStatus;
  type: RecommendationType | undefined;
}

export const readRecommendations = ({ site, status, type }: Wanted): Read<RecommendationList> => ({
  path: `/api/recommendations?${new URLSearchParams({ site, status, ...(type && { type }) }).toString()}`,
});

export const readTrackRecord = (site: string): Read<TrackRecord> => ({
  path: `/api/recommendations/track-record?${new URLSearchParams({ site }).toString()}`,
});

export const decide = (id: number, status: DecidedStatus) =>
  sendJson<Recommendation>('PUT', `/api/recommendations/${String(id)}/status`, { status });

/** Has a site looked at now. It's done a little later. */
export const lookNow = (site: string) => sendJson<unknown>('POST', '/api/recommendations/run', { site });
