import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { tryLocked } from '../../db/index.js';
import { addDays } from '../../domain/period.js';
import { readManifest, type ArchivedDay } from '../archive/manifest.js';
import { dayNumberOf, dayOfNumber } from '../engine/days.js';
import type { Mirror } from '../tail/mirror.js';
import { buildMonth, type BuildDeps, type MonthToBuild } from './build-month.js';
import { LocalDays } from './local-days.js';
import { enterSummary, readSummaries, type MonthSummary } from './month-summary.js';

export interface SummarizeDeps extends BuildDeps {
  pool: Pool;
  mirror: Mirror;
  logger: Logger;
}

export interface SummarizeOptions {
  /** Only this site's months. */
  siteId?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Brings the summaries in step with the archive: makes those that are missing, or made of files that were replaced since.
 *
 * @returns how many were made
 */
export async function summarize(deps: SummarizeDeps, options: SummarizeOptions = {}): Promise<number> {
  const { rows: sites } = await deps.pool.query<{ id: number; timezone: string }>(
    'SELECT id, timezone FROM sites WHERE $1::integer IS NULL OR id = $1 ORDER BY id',
    [options.siteId ?? null],
  );
  let made = 0;
  for (const { id, timezone } of sites) {
    if (options.signal?.aborted) break;
    // One process summarizes a site at a time.
    const ofSite = await tryLocked(deps.pool, `tidemark_summaries ${id}`, () =>
      summarizeSite(deps, { siteId: id, timeZone: timezone }, options),
    );
    made += ofSite ?? 0;
  }
  if (made > 0) await deps.mirror.catchUp();
  return made;
}

async function summarizeSite(
  deps: SummarizeDeps,
  site: { siteId: number; timeZone: string },
  { signal, onProgress }: SummarizeOptions,
): Promise<number> {
  const archived = (await readManifest(deps.pool, -1)).filter(({ siteId }) => siteId === site.siteId);
  const known = (await readSummaries(deps.pool, -1)).filter(({ siteId }) => siteId === site.siteId);
  const months = listMonths(archived, known);
  const summaries = new Map(known.map((summary) => [summary.month, summary]));
  let made = 0;
  for (const [index, month] of months.entries()) {
    if (signal?.aborted) break;
    const earlier = months.slice(0, index).flatMap((before) => summaries.get(before) ?? []);
    const wanted = planMonth(site, month, { archived, known: summaries.get(month), earlier });
    if (wanted) {
      const summary = await buildMonth(deps, wanted);
      if (summary) {
        await enterSummary(deps.pool, summary);
        summaries.set(month, summary);
        made++;
      } else
        deps.logger.warn('a month could not be summarized: a file is missing or damaged', {
          site_id: site.siteId,
          month,
        });
    }
    onProgress?.(index + 1, months.length);
  }
  return made;
}

/** The first days of the months that the archive or a summary knows. A day may be of the month before or after its UTC day's. */
function listMonths(archived: readonly ArchivedDay[], known: readonly MonthSummary[]): string[] {
  const days = archived.flatMap(({ day }) => [addDays(day, -1), day, addDays(day, 1)]);
  const months = [...days.map((day) => `${day.slice(0, 7)}-01`), ...known.map(({ month }) => month)];
  return [...new Set(months)].sort();
}

/** What there is to do about a month; undefined where its summary is as it must be. */
function planMonth(
  { siteId, timeZone }: { siteId: number; timeZone: string },
  month: string,
  {
    archived,
    known,
    earlier,
  }: { archived: readonly ArchivedDay[]; known: MonthSummary | undefined; earlier: readonly MonthSummary[] },
): MonthToBuild | undefined {
  const days = new LocalDays({ from: month, to: lastDayOf(month), timeZone });
  const byNumber = new Map(archived.map((day) => [dayNumberOf(day.day), day]));
  const lastArchived = Math.max(...byNumber.keys());
  const sources: Record<number, string> = {};
  for (let day = days.first; day <= days.last; day++) {
    if (days.utcDaysOf(day).last > lastArchived) break;
    const text = days.sourcesOf(day, byNumber);
    if (text !== null && text !== '') sources[day] = text;
  }
  const usable = known?.timeZone === timeZone ? known : undefined;
  if (usable && isSame(usable.sources, sources) && areAncestors(usable, earlier)) return undefined;
  if (!known && Object.keys(sources).length === 0) return undefined;
  const { first } = days.utcDaysOf(days.first);
  const { last } = days.utcDaysOf(days.last);
  const own = archived.filter(({ day, key }) => key !== null && day >= dayOfNumber(first) && day <= dayOfNumber(last));
  return { siteId, month, timeZone, days, sources, archived: own, known: usable, earlier };
}

function lastDayOf(month: string): string {
  return addDays(`${addDays(month, 31).slice(0, 7)}-01`, -1);
}

function isSame(one: Readonly<Record<number, string>>, other: Readonly<Record<number, string>>): boolean {
  const days = Object.keys(one).map(Number);
  return days.length === Object.keys(other).length && days.every((day) => one[day] === other[day]);
}

/** Whether the visitors of these earlier months, as they are now, were sought when the summary was made. */
export function areAncestors({ ancestors, files }: MonthSummary, earlier: readonly MonthSummary[]): boolean {
  return files === null || earlier.every((summary) => summary.files === null || ancestors.includes(summary.lineage));
}
