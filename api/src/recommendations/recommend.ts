import type { Pool } from 'pg';
import type { SiteEntity } from '../db/index.js';
import { lastFullDay } from '../domain/period.js';
import type { EventStore } from '../events/index.js';
import type { AlarmBudget } from './alarm-budget.js';
import { readToldCards, storeFindings } from './cards/index.js';
import type { Finding } from './detectors/finding.js';
import type { Observations } from './observations/observations.js';
import { readObservations } from './observations/read-observations.js';
import { handOutReceipts } from './receipts/index.js';

/** What is found in a site's figures, given how many false alarms a month its owner accepts, and what was told of them. */
export type FindRecommendations = (observations: Observations, budget: AlarmBudget) => readonly Finding[];

/** What recommendations are made with. */
export interface RecommendDeps {
  pool: Pool;
  events: Pick<EventStore, 'leadingByDay' | 'crossedEntries' | 'customByDay'>;
  find: FindRecommendations;
  now: () => Date;
}

/** What came of looking at a site. */
export interface Recommended {
  /** The newest full day that was looked at. */
  date: string;
  findings: readonly Finding[];
  /** How many cards changed, by how; null where nothing was to be kept. */
  changes: { added: number; renewed: number; reopened: number; expired: number } | null;
  receipts: number;
  /** Days that weren't counted are left out of forecasts now: those that were made may be others. */
  hasMarkedDays: boolean;
}

/**
 * Looks for what is worth doing on a site, up to its last full day, and keeps it; and measures what was accepted 14 days ago.
 * Doing it again on the same day changes nothing.
 */
export async function recommend(
  deps: RecommendDeps,
  site: SiteEntity,
  { signal, isDryRun = false }: { signal?: AbortSignal | undefined; isDryRun?: boolean } = {},
): Promise<Recommended> {
  const date = lastFullDay(deps.now(), site.timezone);
  const observations = await readObservations(deps, site, { lastDay: date, signal });
  const told = await readToldCards(deps.pool, { siteId: site.id, date });
  const findings = observations ? deps.find(observations, { falseAlarmsPerMonth: site.falseAlarmsPerMonth, told }) : [];
  signal?.throwIfAborted();
  if (isDryRun) return { date, findings, changes: null, receipts: 0, hasMarkedDays: false };
  const now = deps.now();
  const stored = await storeFindings(deps.pool, { siteId: site.id, date, findings, now });
  const { added, renewed, expired, hasMarkedDays } = stored;
  const receipts = await handOutReceipts(deps, site, { lastDay: date, now });
  const reopened = renewed.filter(({ isReopened }) => isReopened).length;
  return {
    date,
    findings,
    changes: { added: added.length, renewed: renewed.length - reopened, reopened, expired: expired.length },
    receipts,
    hasMarkedDays,
  };
}
