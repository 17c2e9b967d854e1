import type { FieldError, ImportDaysQuery, ImportedDaysOutcome } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Audit, AuditActor } from '../audit/index.js';
import type { SiteEntity } from '../db/index.js';
import { lengthOf, localDate } from '../domain/period.js';
import { AppError } from '../errors.js';
import { refusalOf } from '../http/validation.js';
import { importDays } from './audited-days.js';
import { findFirstMeasuredDay } from './first-measured-day.js';
import type { DailyHistory } from './reading/day-table.js';
import { decodeExport } from './reading/decode-export.js';
import { ExportProblem, type Place } from './reading/export-problem.js';
import { metricNames } from './reading/formats.js';
import { readHistory } from './reading/read-history.js';
import { takePastDays, type PastDays } from './reading/take-past-days.js';
import { countImportedDays } from './store-imported-days.js';

/** An export sent by HTTP, and the text in it, may be so large. */
export const MAX_EXPORT_BYTES = 5 * 1024 * 1024;

interface ImportDeps {
  pool: Pool;
  audit: Audit;
  now: () => Date;
}

/**
 * Takes the days of an export that are over into a site, all of them or none; or tells what that would come to.
 *
 * @throws AppError `validation_failed` with the place of the first thing that isn't right; `conflict` where days are there already
 */
export async function importExport(
  deps: ImportDeps,
  { site, bytes, query, actor }: { site: SiteEntity; bytes: Buffer; query: ImportDaysQuery; actor: AuditActor },
): Promise<ImportedDaysOutcome> {
  const { history, past, running } = await readExport(bytes, query, {
    today: localDate(deps.now(), site.timezone),
    timeZone: site.timezone,
  });
  const dates = past.map(({ date }) => date);
  const [firstDay = '', lastDay = ''] = [dates[0], dates.at(-1)];
  const alreadyThere = await countImportedDays(deps.pool, site.id, dates);
  if (!query.dry_run) await store(deps, { site, source: history.source, past, query, actor });
  const firstMeasured = await findFirstMeasuredDay(deps.pool, site.id);
  return {
    dry_run: query.dry_run,
    source: history.source,
    days: dates.length,
    first_day: firstDay,
    last_day: lastDay,
    missing_days: lengthOf({ from: firstDay, to: lastDay }) - dates.length,
    already_there: alreadyThere,
    stored: query.dry_run ? 0 : dates.length,
    first_measured_day: firstMeasured,
    unused_days: firstMeasured === null ? 0 : dates.filter((date) => date > firstMeasured).length,
    columns: history.taken.map(({ metric, column }) => ({ metric: metricNames[metric], column })),
    columns_left_out: history.leftOut,
    left_out: running === null ? [] : [{ line: lineOf(running.place), date: running.date, reason: 'not_over' }],
  };
}

async function readExport(
  bytes: Buffer,
  { format }: Pick<ImportDaysQuery, 'format'>,
  site: { today: string; timeZone: string },
): Promise<PastDays & { history: DailyHistory }> {
  try {
    const history = readHistory(await decodeExport(bytes, MAX_EXPORT_BYTES), format);
    return { history, ...takePastDays(history, site) };
  } catch (error) {
    if (error instanceof ExportProblem) throw refusalOf([toFieldError(error)]);
    throw error;
  }
}

async function store(
  deps: ImportDeps,
  {
    site,
    source,
    past,
    query,
    actor,
  }: Pick<PastDays, 'past'> &
    Pick<DailyHistory, 'source'> & { site: SiteEntity; query: ImportDaysQuery; actor: AuditActor },
): Promise<void> {
  const outcome = await importDays(
    deps,
    { siteId: site.id, source, days: past, actor },
    { isReplacing: query.overwrite },
  );
  if (outcome.kind === 'already_there')
    throw new AppError({
      code: 'conflict',
      detail: `${outcome.days} of these days are already imported into ${site.domain}: take them over with overwrite=true, or remove what was imported.`,
    });
}

function toFieldError({ place, message }: ExportProblem): FieldError {
  if (place === null) return { path: '(body)', message };
  return { path: typeof place === 'number' ? `line ${place}` : place, message };
}

const lineOf = (place: Place): number | null => (typeof place === 'number' ? place : null);
