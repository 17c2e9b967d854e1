import { randomBytes, randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveFiles, StoredFile } from '../archive/files.js';
import type { ArchivedDay } from '../archive/manifest.js';
import { hashFile, type ArchivePlace } from '../archive/place/index.js';
import { dayNumberOf } from '../engine/days.js';
import { literal, readParquet, type Engine, type Session } from '../engine/engine.js';
import { EVENT_COLUMNS } from '../engine/event-row.js';
import type { LocalDays } from './local-days.js';
import type { MonthSummary, SummaryFile, SummaryFiles } from './month-summary.js';
import {
  ADD_UP_MONTH,
  collectDays,
  COUNT_EVENTS,
  countPrevious,
  CREATE_SUMS,
  findPrevious,
  insertSums,
  keepSums,
  sampledBelow,
  SAMPLE_OPTIONS,
  SUMS_OPTIONS,
  SUMS_ORDER,
  VISITORS_OPTIONS,
} from './queries.js';

export interface BuildDeps {
  engine: Engine;
  place: ArchivePlace;
  files: ArchiveFiles;
  summaryFiles: ArchiveFiles<StoredFile>;
  scratchDir: string;
  options: { sampledVisitors: number };
}

/** A month to summarize. */
export interface MonthToBuild {
  siteId: number;
  month: string;
  timeZone: string;
  /** The month's days. */
  days: LocalDays;
  /** By day number, the sources of every day that can be summarized; none: nothing is left to know of the month. */
  sources: Readonly<Record<number, string>>;
  /** The files those sources name. */
  archived: readonly ArchivedDay[];
  /** What is known so far: the days whose sources are still the same are taken from it. */
  known: MonthSummary | undefined;
  /** The summaries of the earlier months. */
  earlier: readonly MonthSummary[];
}

/**
 * Makes the summary of a month: the days that are new or changed from their events, the others from the earlier summary.
 *
 * @returns null when a file it must read is missing or damaged
 */
export async function buildMonth(deps: BuildDeps, wanted: MonthToBuild): Promise<MonthSummary | null> {
  const dayNumbers = Object.keys(wanted.sources).map(Number);
  if (dayNumbers.length === 0) return nothingOf(wanted);
  const kept = wanted.known?.files
    ? dayNumbers.filter((day) => wanted.known?.sources[day] === wanted.sources[day])
    : [];
  const fresh = dayNumbers.filter((day) => !kept.includes(day));
  const needed = wanted.archived.filter((file) =>
    fresh.some((day) => wanted.sources[day]?.includes(`${file.key ?? ''} `)),
  );
  const opened = await deps.files.open(needed);
  const before = kept.length > 0 ? wanted.known?.files : undefined;
  const known = before ? [before.sums, before.visitors, before.sample] : [];
  const ancestors = wanted.earlier.filter(({ files }) => files !== null);
  const summaries = await deps.summaryFiles.open(
    [...known, ...ancestors.flatMap(({ files }) => (files ? [files.visitors] : []))].map((file) =>
      asFile(wanted, file),
    ),
  );
  const session = await deps.engine.connect();
  const base = path.join(deps.scratchDir, `${wanted.siteId}-${wanted.month}-${randomBytes(4).toString('hex')}`);
  const paths = { sums: `${base}.sums`, visitors: `${base}.visitors`, sample: `${base}.sample` };
  try {
    if ([...opened.paths, ...summaries.paths].includes(null)) return null;
    const written = await writeFiles(session, paths, {
      wanted,
      kept,
      fresh,
      sampledVisitors: deps.options.sampledVisitors,
      dayFiles: present(opened.paths),
      known: present(summaries.paths.slice(0, known.length)),
      earlier: present(summaries.paths.slice(known.length)),
    });
    return {
      siteId: wanted.siteId,
      month: wanted.month,
      timeZone: wanted.timeZone,
      sources: wanted.sources,
      lineage: fresh.length > 0 || !wanted.known ? randomUUID() : wanted.known.lineage,
      ancestors: ancestors.map(({ lineage }) => lineage),
      files: await putFiles(deps.place, wanted, paths),
      ...written,
    };
  } finally {
    session.connection.closeSync();
    opened.release();
    summaries.release();
    for (const file of Object.values(paths)) await rm(file, { force: true });
  }
}

/** A sample has at most so many events, about: it's sorted in memory, half a kilobyte each. */
const SAMPLED_EVENTS = 300_000;

const present = (paths: readonly (string | null)[]) => paths.filter((file) => file !== null);

function nothingOf({ siteId, month, timeZone, known }: MonthToBuild): MonthSummary {
  const lineage = known?.lineage ?? randomUUID();
  return { siteId, month, timeZone, sources: {}, lineage, ancestors: [], files: null, visitors: 0, sampleHalvings: 0 };
}

/** A summary's file as the archive's files are opened. */
export function asFile({ siteId, month }: { siteId: number; month: string }, file: SummaryFile): StoredFile {
  return { siteId, day: month, ...file };
}

interface Inputs {
  wanted: MonthToBuild;
  kept: readonly number[];
  fresh: readonly number[];
  dayFiles: readonly string[];
  /** Sums, visitors and sample as they are known; empty where nothing is kept of them. */
  known: readonly string[];
  sampledVisitors: number;
  /** The visitors of earlier months. */
  earlier: readonly string[];
}

async function writeFiles(
  session: Session,
  paths: Record<keyof SummaryFiles, string>,
  { wanted, kept, fresh, dayFiles, known, sampledVisitors, earlier }: Inputs,
): Promise<Pick<MonthSummary, 'visitors' | 'sampleHalvings'>> {
  const { days } = wanted;
  const first = dayNumberOf(wanted.month);
  const [sums, visitors, sample] = known;
  const events = dayFiles.length > 0 ? eventsOf(days, fresh, dayFiles) : null;

  // What isn't needed any more goes at once: a month of a large site leaves little room.
  await session.run(collectDays({ events, known: visitors, days, first, kept }));
  await session.run(findPrevious(earlier, first));
  await session.run('DROP TABLE month_days');
  const [counted] = await session.all<{ visitors: number }>('SELECT count(*) AS visitors FROM month_visitors');
  const count = counted?.visitors ?? 0;
  await session.run(
    `COPY (SELECT * FROM month_visitors ORDER BY visitor_key) TO ${literal(paths.visitors)} (${VISITORS_OPTIONS})`,
  );
  await session.run(CREATE_SUMS);
  await session.run(countPrevious(first));
  await session.run('DROP TABLE month_visitors');

  if (sums !== undefined) await session.run(keepSums(sums, kept));
  if (events !== null) for (const statement of insertSums(events, days.offsets)) await session.run(statement);
  await session.run(ADD_UP_MONTH);
  await session.run(
    `COPY (SELECT * FROM month_sums ORDER BY ${SUMS_ORDER}) TO ${literal(paths.sums)} (${SUMS_OPTIONS})`,
  );
  const [total] = await session.all<{ events: number }>(COUNT_EVENTS);
  await session.run('DROP TABLE month_sums');

  const sampleHalvings = Math.max(
    wanted.known && sample !== undefined ? wanted.known.sampleHalvings : 0,
    Math.ceil(Math.log2(Math.max(1, count / sampledVisitors, (total?.events ?? 0) / SAMPLED_EVENTS))),
  );
  const parts = [
    ...(events === null ? [] : [events]),
    ...(sample === undefined ? [] : [`(SELECT * FROM ${readParquet([sample])} WHERE ${days.conditionOf(kept)})`]),
  ].map((part) => `SELECT ${EVENT_COLUMNS} FROM ${part} WHERE ${sampledBelow(sampleHalvings)}`);
  await session.run(
    `COPY (SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY visitor_key) TO ${literal(paths.sample)} (${SAMPLE_OPTIONS})`,
  );
  return { visitors: count, sampleHalvings };
}

/** Event rows of these days. */
function eventsOf(days: LocalDays, fresh: readonly number[], files: readonly string[]): string {
  return `(SELECT *, true AS is_counted, is_entry AS is_begun FROM ${readParquet(files)} WHERE ${days.conditionOf(fresh)})`;
}

async function putFiles(
  place: ArchivePlace,
  { siteId, month }: MonthToBuild,
  paths: Record<keyof SummaryFiles, string>,
): Promise<SummaryFiles> {
  const mark = randomBytes(6).toString('hex');
  const put = async (kind: keyof SummaryFiles): Promise<SummaryFile> => {
    const key = `site=${siteId}/${month.slice(0, 7)}.${mark}.${kind}.parquet`;
    const file = { key, sizeBytes: (await stat(paths[kind])).size, sha256: await hashFile(paths[kind]) };
    await place.put(key, paths[kind]);
    return file;
  };
  return { sums: await put('sums'), visitors: await put('visitors'), sample: await put('sample') };
}
