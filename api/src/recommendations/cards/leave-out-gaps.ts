import type { PoolClient } from 'pg';
import type { RecommendationStatus } from '@tidemark/contracts';
import { addDays } from '../../domain/period.js';
import { markGap, unmarkGaps } from '../../marked-days/index.js';
import type { Finding } from '../detectors/finding.js';
import type { Card } from './card.js';
import type { CardPlan } from './plan-cards.js';

const OUTAGE: Finding['type'] = 'tracking_outage';

type Told = Pick<Card, 'siteId' | 'title' | 'data'>;

/**
 * Has forecasts and trainings leave out the days of outages that are new, and those by which a known one grew: days that the owner
 * has unmarked since stay so.
 *
 * @param known the cards before the plan
 * @returns whether any days were marked
 */
export async function leaveOutNewGaps(
  client: PoolClient,
  { plan, known, siteId, now }: { plan: CardPlan; known: readonly Card[]; siteId: number; now: Date },
): Promise<boolean> {
  const gaps = plan.added.filter(({ type }) => type === OUTAGE).map((finding) => spanOf(finding));
  for (const { id, finding, isReopened } of plan.renewed) {
    if (finding.type !== OUTAGE) continue;
    const span = spanOf(finding);
    const before = known.find((card) => card.id === id)?.data.evidence.period.end_date;
    if (isReopened || before === undefined) gaps.push(span);
    else if (before < span.end) gaps.push({ ...span, start: addDays(before, 1) });
  }
  for (const gap of gaps) await markGap(client, { siteId, ...gap }, now);
  return gaps.length > 0;
}

/**
 * Lets the days of an outage count again once it's dismissed, and leaves them out again when that is taken back.
 *
 * @returns whether that changed anything
 */
export async function followDecision(
  client: PoolClient,
  card: Told & Pick<Card, 'type' | 'status'>,
  { status, now }: { status: RecommendationStatus; now: Date },
): Promise<boolean> {
  const [was, is] = [card.status === 'dismissed', status === 'dismissed'];
  if (card.type !== OUTAGE || was === is) return false;
  const gap = { siteId: card.siteId, ...spanOf({ title: card.title, evidence: card.data.evidence }) };
  if (is) await unmarkGaps(client, gap);
  else await markGap(client, gap, now);
  return true;
}

function spanOf({ title, evidence }: Pick<Finding, 'title' | 'evidence'>): {
  start: string;
  end: string;
  reason: string;
} {
  return { start: evidence.period.start_date, end: evidence.period.end_date, reason: title };
}
