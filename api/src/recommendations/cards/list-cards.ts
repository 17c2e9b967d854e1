import type { RecommendationList, RecommendationQuery } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { addDays, startOfDay } from '../../domain/period.js';
import { toRecommendation, type Card } from './card.js';
import { SELECT_CARD, SELECT_CARDS } from './queries.js';
import { readRuns } from './runs.js';

/** A site's cards, the most urgent first, and when they were and will be looked for. */
export async function listCards(
  { pool, now }: { pool: Pool; now: () => Date },
  site: SiteEntity,
  { status, type, limit }: Omit<RecommendationQuery, 'site'>,
): Promise<RecommendationList> {
  const { rows } = await pool.query<Card>(SELECT_CARDS, [site.id, status ?? null, type ?? null, limit]);
  const [last] = await readRuns(pool, site.id);
  // The day after the last one looked at must be over.
  const nextAfter = last ? startOfDay(addDays(last.date, 2), site.timezone) : now();
  return {
    data: rows.map((card) => toRecommendation(card, site)),
    last_run: last ? { date: last.date, finished_at: last.finishedAt.toISOString(), findings: last.findings } : null,
    next_run_after: nextAfter.toISOString(),
  };
}

export async function readCard(pool: Pool, id: number): Promise<Card | undefined> {
  return (await pool.query<Card>(SELECT_CARD, [id])).rows[0];
}
