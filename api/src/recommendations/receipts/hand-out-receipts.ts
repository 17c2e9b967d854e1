import type { Receipt } from '@tidemark/contracts';
import type { SiteEntity } from '../../db/index.js';
import { measuredDays, SELECT_UNMEASURED, STORE_RECEIPT, type Card } from '../cards/index.js';
import { explain } from './explain.js';
import { measureGain } from './measure-gain.js';
import { readQuestion, type ReceiptDeps } from './read-question.js';

/**
 * Measures what was accepted so long ago that its 14 days are over, each once.
 *
 * @param lastDay the newest full day
 * @returns how many receipts were handed out
 */
export async function handOutReceipts(
  deps: ReceiptDeps,
  site: SiteEntity,
  { lastDay, now }: { lastDay: string; now: Date },
): Promise<number> {
  const { rows } = await deps.pool.query<Card>(SELECT_UNMEASURED, [site.id]);
  let handedOut = 0;
  for (const card of rows) {
    const { id, acceptedAt } = card;
    if (!acceptedAt || measuredDays(acceptedAt, site.timezone).to > lastDay) continue;
    const receipt = await makeReceipt(deps, site, card, { acceptedAt, now });
    const { rowCount } = await deps.pool.query(STORE_RECEIPT, [id, acceptedAt, JSON.stringify(receipt), now]);
    handedOut += rowCount ?? 0;
  }
  return handedOut;
}

async function makeReceipt(
  deps: ReceiptDeps,
  site: SiteEntity,
  { data: { target, changed_on: changedOn } }: Card,
  { acceptedAt, now }: { acceptedAt: Date; now: Date },
): Promise<Receipt> {
  const { from, to } = measuredDays(acceptedAt, site.timezone);
  const measured = target
    ? measureGain(await readQuestion(deps, site, { target, changedOn: changedOn ?? null, acceptedAt }))
    : ({ verdict: 'cant_tell', obstacle: 'no_target' } as const);
  const figures = 'actual' in measured ? measured : null;
  return {
    version: 1,
    verdict: measured.verdict,
    obstacle: measured.obstacle,
    explanation: explain(measured, target?.metric ?? 'page_visits'),
    method: figures?.method ?? null,
    is_adjusted: figures?.isAdjusted ?? false,
    metric: target?.metric ?? null,
    start_date: from,
    end_date: to,
    days: figures?.days ?? 0,
    actual: figures?.actual ?? null,
    expected: figures?.expected ?? null,
    interval: figures && { level: 90, lower: figures.lower, upper: figures.upper },
    gain: figures && figures.actual - figures.expected,
    measured_at: now.toISOString(),
  };
}
