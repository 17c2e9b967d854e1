import type { Receipt, Recommendation, RecommendationData } from '@tidemark/contracts';
import { addDays, localDate } from '../../domain/period.js';
import type { RecommendationEntity } from '../../db/index.js';
import type { Finding } from '../detectors/finding.js';

/** A recommendation as it's kept. */
export type Card = Pick<
  RecommendationEntity,
  | 'id'
  | 'siteId'
  | 'type'
  | 'key'
  | 'title'
  | 'description'
  | 'priority'
  | 'score'
  | 'status'
  | 'data'
  | 'firstSeen'
  | 'lastSeen'
  | 'acceptedAt'
  | 'decidedAt'
  | 'createdAt'
  | 'updatedAt'
> & { receipt: Receipt | null };

/** A recommendation's gain is measured over so many days, from the day after it was accepted on. */
export const MEASURED_DAYS = 14;

/** The days that a receipt looks at, of a recommendation accepted at an instant. */
export function measuredDays(acceptedAt: Date, timeZone: string): { from: string; to: string } {
  const accepted = localDate(acceptedAt, timeZone);
  return { from: addDays(accepted, 1), to: addDays(accepted, MEASURED_DAYS) };
}

/** What is kept of a finding beside its words. */
export function dataOf({ evidence, impact, target, changedOn }: Finding): RecommendationData {
  return {
    version: 1,
    evidence,
    expected_impact: impact,
    target,
    ...(changedOn !== null && { changed_on: changedOn }),
  };
}

/** What the API says of a card. */
export function toRecommendation(card: Card, site: { domain: string; timezone: string }): Recommendation {
  const { acceptedAt, decidedAt } = card;
  return {
    id: card.id,
    site: site.domain,
    type: card.type,
    title: card.title,
    description: card.description,
    priority: card.priority,
    status: card.status,
    data: card.data,
    first_seen: card.firstSeen,
    last_seen: card.lastSeen,
    accepted_at: acceptedAt?.toISOString() ?? null,
    decided_at: decidedAt?.toISOString() ?? null,
    // Once these days are over.
    receipt_due: acceptedAt && !card.receipt ? addDays(measuredDays(acceptedAt, site.timezone).to, 1) : null,
    receipt: card.receipt,
    created_at: card.createdAt.toISOString(),
    updated_at: card.updatedAt.toISOString(),
  };
}
