import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../db/index.js';
import type { Finding } from '../detectors/finding.js';
import { dataOf, type Card } from './card.js';
import { leaveOutNewGaps } from './leave-out-gaps.js';
import { planCards, type CardPlan } from './plan-cards.js';
import {
  EXPIRE_CARDS,
  INSERT_CARD,
  LOCK_CARDS,
  RECORD_RUN,
  RENEW_CARD,
  SELECT_NEWEST_CARDS,
  SIGHT_CARDS,
} from './queries.js';
import { readRuns } from './runs.js';

/** What a run found on a site, up to a day. */
export interface Run {
  siteId: number;
  /** The newest full day that was looked at. */
  date: string;
  findings: readonly Finding[];
  now: Date;
}

/**
 * Brings a site's cards in step with what was found, all of it or nothing; who runs at the same time waits. Days of a tracking
 * outage are marked, so that no forecast learns from them.
 */
export function storeFindings(pool: Pool, run: Run): Promise<CardPlan & { hasMarkedDays: boolean }> {
  return inTransaction(pool, async (client) => {
    await client.query(LOCK_CARDS, [run.siteId]);
    await client.query(RECORD_RUN, [run.siteId, run.date, run.now, run.findings.length]);
    const { rows } = await client.query<Card>(SELECT_NEWEST_CARDS, [run.siteId]);
    const runDates = (await readRuns(client, run.siteId)).map(({ date }) => date);
    const plan = planCards(rows, run.findings, { date: run.date, runDates });
    await apply(client, plan, run);
    const hasMarkedDays = await leaveOutNewGaps(client, { plan, known: rows, ...run });
    return { ...plan, hasMarkedDays };
  });
}

async function apply(client: PoolClient, plan: CardPlan, { siteId, date, now }: Run): Promise<void> {
  for (const finding of plan.added) {
    const { type, key } = finding;
    await client.query(INSERT_CARD, [siteId, type, key, ...contentOf(finding), date, now]);
  }
  for (const { id, finding, isReopened } of plan.renewed)
    await client.query(RENEW_CARD, [id, ...contentOf(finding), date, now, isReopened]);
  if (plan.sighted.length > 0) await client.query(SIGHT_CARDS, [plan.sighted, date]);
  if (plan.expired.length > 0) await client.query(EXPIRE_CARDS, [plan.expired, now]);
}

function contentOf(finding: Finding): unknown[] {
  const { title, description, priority, impact } = finding;
  return [title, description, priority, impact.score, JSON.stringify(dataOf(finding))];
}
