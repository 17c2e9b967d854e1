import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { Period } from '../domain/period.js';
import { openAnalytics, type Analytics, type AnalyticsOptions } from './analytics.js';
import { anonymise, type AnonymiseOptions } from './archive/anonymise.js';
import { readArchiveStatus } from './archive/archive-status.js';
import { readArchiveTotals } from './archive/archive-totals.js';
import { eraseFromArchive } from './archive/erase-from-archive.js';
import { readManifest, type ArchivedDay } from './archive/manifest.js';
import { QUEUE_DAYS, SELECT_HAS_VIEWS } from './archive/queries.js';
import { applyRetention, type RetentionOptions } from './archive/retention.js';
import { dropOldCopies, Sweeper } from './archive/sweep.js';
import { verifyArchive, type VerifyOptions } from './archive/verify.js';
import { closeDays, type CloseOptions } from './archive/close-days.js';
import { writeQueriedDays, type QueriedDayWriter, type QueriedDaysOptions } from './archive/write-queried-days.js';
import { exportVisitor, type WantedVisitor } from './export/export-visitor.js';
import { appendCustomEvents, appendPageViews } from './hot/append.js';
import { eraseHotVisitor } from './hot/erase-visitor.js';
import { forgetErased } from './hot/forget-erased.js';
import { Partitions } from './hot/partitions.js';
import { recutDerivedSessions } from './hot/recut-sessions.js';
import { removeSiteEvents } from './hot/remove-site.js';
import { aggregate } from './reports/aggregate.js';
import { countDays } from './reports/count-days.js';
import { crossedEntries } from './reports/crossed-entries.js';
import { customByDay } from './reports/custom-by-day.js';
import { dayDetails, emptyDayDetails } from './reports/day-details.js';
import { leadingByDay } from './reports/leading-by-day.js';
import { rangeVisitors } from './reports/range-visitors.js';
import { recentActivity } from './reports/recent-activity.js';
import { openEvents, readSiteState, type ScanDeps } from './reports/scan.js';
import type { AskOptions } from './reports/shared-answers.js';
import { visitorsOfEach } from './reports/visitors-of-each.js';
import { summarize, type SummarizeOptions } from './summaries/summarize.js';
import { findSpread, listSessionDates } from './tail/session-days.js';
import type {
  AggregateQuery,
  CrossedQuery,
  Erasure,
  Filter,
  LeadingQuery,
  NewCustomEvent,
  NewPageView,
  SiteRange,
} from './event-store.js';

/** The one way to events: all that writes or reads them goes through here. */
export type EventStore = ReturnType<typeof createEventStore>;

export interface EventStoreDeps {
  pool: Pool;
  /** Where events are written, so that they needn't wait behind what reads; without it, `pool`. */
  ingestPool?: Pool;
  logger: Logger;
  options: AnalyticsOptions;
}

/** Opens the event store on a database. The read engine starts with the first question. */
export function createEventStore({ pool, ingestPool = pool, logger, options }: EventStoreDeps) {
  const partitions = new Partitions(ingestPool);
  let opening: Promise<Analytics> | undefined;
  const open = () =>
    (opening ??= openAnalytics({ pool, logger }, options).catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  let sweeper: Sweeper | undefined;
  const scanDeps = async (): Promise<ScanDeps> => {
    const { engine, mirror, files, summaryFiles } = await open();
    await mirror.freshen();
    return {
      engine,
      mirror,
      options,
      openFiles: (days) => files.open(days),
      openSummaryFiles: (summaries) => summaryFiles.open(summaries),
    };
  };
  /** For what must be known whatever readers ask meanwhile. */
  const ownScanDeps = async (): Promise<ScanDeps> => ({ ...(await scanDeps()), engine: (await open()).engine.own });
  const catchUp = async () => {
    const { mirror, answers } = await open();
    await mirror.catchUp();
    answers.clear();
  };
  /** Answers a question together with those who ask the same. */
  const ask = async <Answer>(
    question: unknown[],
    options: AskOptions,
    answer: (deps: ScanDeps, signal: AbortSignal) => Promise<Answer>,
  ) => (await open()).answers.get(question, options, async (signal) => answer(await scanDeps(), signal));
  return {
    append: (views: readonly NewPageView[]) => appendPageViews({ pool: ingestPool, partitions }, views),
    appendCustom: (events: readonly NewCustomEvent[]) => appendCustomEvents(ingestPool, events),
    aggregate: (query: AggregateQuery, signal?: AbortSignal) =>
      ask(['groups', query], { signal }, (deps, shared) => aggregate(deps, query, shared)),
    /** The same for who must have it as of now, whatever it costs. */
    aggregateNow: async (query: AggregateQuery) => aggregate(await ownScanDeps(), query),
    countDays: (question: { range: SiteRange; filters: readonly Filter[] }, signal?: AbortSignal) =>
      ask(['days', question], { signal }, (deps, shared) => countDays(deps, question, shared)),
    /** The distinct visitors of a range, and of each of its parts. */
    rangeVisitors: (range: SiteRange, signal?: AbortSignal) =>
      ask(['visitors', range], { signal }, (deps, shared) => rangeVisitors(deps, range, shared)),
    visitorsOfEach: (question: { range: SiteRange; parts: readonly Period[] }, signal?: AbortSignal) =>
      ask(['visitors of each', question], { signal }, (deps, shared) => visitorsOfEach(deps, question, shared)),
    /** The days of the leading groups, as of now: for what looks at a site as a whole, now and then. */
    leadingByDay: async (query: LeadingQuery, signal?: AbortSignal) => leadingByDay(await scanDeps(), query, signal),
    /** Sessions by two of their properties at once. */
    crossedEntries: async (query: CrossedQuery, signal?: AbortSignal) =>
      crossedEntries(await scanDeps(), query, signal),
    /** How often a custom event happened. */
    customByDay: (range: SiteRange, wanted: { name: string; pages: number }) => customByDay(pool, range, wanted),
    dayDetails: async (range: SiteRange) => dayDetails(await ownScanDeps(), range),
    recentActivity: (siteId: number, since: { activeAt: Date; viewsAt: Date }, options: AskOptions = {}) =>
      ask(['recent', siteId, since.viewsAt], options, (deps, shared) => recentActivity(deps, siteId, since, shared)),
    /**
     * Erases what is stored of a visitor, wherever it is: figures are without it at once, files and what only the visitor had
     * go with the next close of day, sweep and {@link forgetErased}.
     */
    eraseVisitor: async (siteId: number, visitorId: string): Promise<Erasure> => {
      const hot = await eraseHotVisitor(pool, siteId, visitorId);
      const archived = await eraseFromArchive({ ...(await open()), pool }, { siteId, visitorId });
      await catchUp();
      return {
        erasedEvents: hot.erasedEvents + archived.erasedEvents,
        days: [...new Set([...hot.days, ...archived.days])].sort(),
      };
    },
    /** Forgets what in PostgreSQL only erased visitors had. */
    forgetErased: () => forgetErased(pool),
    /** Gathers all that is stored of a visitor in a file: nothing of what was erased before. */
    exportVisitor: async (wanted: WantedVisitor) => {
      const { scratchDir } = await open();
      await catchUp();
      return exportVisitor({ ...(await scanDeps()), pool, scratchDir }, wanted);
    },
    removeSite: (siteId: number) => removeSiteEvents(pool, siteId),
    /** Cuts sessions that have no id of their own anew, where they changed. */
    recutDerivedSessions,
    /** Makes everything committed so far known to the reports of this process. */
    catchUp,
    /** The same for `aggregateNow`, `dayDetails` and what is asked about sessions; other reports may lag a little. */
    follow: async () => (await open()).mirror.catchUp(),
    /** Follows unless that was done within so long. */
    freshen: async (withinMs: number) => (await open()).mirror.freshen(withinMs),
    /** The days of a site on which these sessions have views. */
    listSessionDates: async (site: { siteId: number; timeZone: string }, sessionIds: readonly string[]) =>
      listSessionDates((await open()).engine.own, site, sessionIds),
    /** The archived days whose file these sessions make wrong. */
    findSpread: async (siteId: number, sessionIds: readonly string[]) =>
      findSpread((await open()).engine.own, siteId, sessionIds),
    /** Archives what is over and what changed. */
    closeDays: async (closing: CloseOptions = {}) => {
      const analytics = await open();
      const closed = await closeDays(
        {
          ...analytics,
          pool,
          logger,
          openEvents: async (session, siteId, span) => {
            const deps = await scanDeps();
            return openEvents(deps, await readSiteState(deps, session, siteId), span);
          },
        },
        closing,
      );
      await catchUp();
      return closed;
    },
    /** Brings the sums of archived months in step with the archive. */
    summarize: async (options: SummarizeOptions = {}) => summarize({ ...(await open()), pool, logger }, options),
    /** Puts whole days straight into the archive, of queries in DuckDB: days that PostgreSQL never had. */
    writeArchive: async <Result>(days: QueriedDaysOptions, work: (writer: QueriedDayWriter) => Promise<Result>) => {
      const analytics = await open();
      const result = await writeQueriedDays({ ...analytics, pool }, days, work);
      await catchUp();
      return result;
    },
    /** The days of a site that are in the archive, in order. */
    listArchivedDays: async (siteId: number): Promise<ArchivedDay[]> =>
      (await readManifest(pool, -1))
        .filter((day) => day.siteId === siteId)
        .sort((one, other) => one.day.localeCompare(other.day)),
    /** Whether anything was ever measured of a site that's still there. */
    hasPageViews: async (siteId: number): Promise<boolean> => {
      const { rows } = await pool.query<{ has_views: boolean }>(SELECT_HAS_VIEWS, [siteId]);
      return rows[0]?.has_views ?? false;
    },
    /** Has the figures of these UTC days computed anew. */
    queueDays: async (siteId: number, days: readonly string[]): Promise<void> => {
      if (days.length > 0) await pool.query(QUEUE_DAYS, [siteId, days]);
    },
    /** Lets go of what needn't be kept. */
    applyRetention: async (retention: RetentionOptions) => {
      const analytics = await open();
      const report = await applyRetention({ ...analytics, pool, logger }, retention);
      await catchUp();
      return report;
    },
    /** Makes the visitors of old months nobody's. */
    anonymise: async (options: AnonymiseOptions) => {
      const analytics = await open();
      const anonymised = await anonymise({ ...analytics, pool, logger }, options);
      await catchUp();
      return anonymised;
    },
    /** Reads every archive file and compares its hash. */
    verifyArchive: async (options: VerifyOptions = {}) => verifyArchive({ pool, files: (await open()).files }, options),
    archiveStatus: async ({ siteId }: { siteId?: number | undefined } = {}) =>
      readArchiveStatus({ pool, place: (await open()).place }, siteId),
    /** How much the archive holds, by its manifest. */
    archiveTotals: () => readArchiveTotals(pool),
    /** How many archive files this process found missing or damaged, of those it has read. */
    countLostFiles: async () => (opening ? (await opening).files.listLost().length : 0),
    /** Removes archive files nobody needs; those it finds for the first time go the next time. */
    sweepArchive: async () => {
      const { place } = await open();
      sweeper ??= new Sweeper({ pool, place });
      return sweeper.sweep();
    },
    /** Throws away copies of archive files on this machine that nobody needs: the archive may have them no more. */
    dropOldCopies: async () => {
      if (opening) await dropOldCopies({ pool, place: (await opening).place });
    },
    close: async (): Promise<void> => {
      if (opening) await (await opening).close();
    },
  };
}

export type { QueriedDayWriter } from './archive/write-queried-days.js';
export { ArchiveUrlError } from './archive/place/index.js';
export { emptyDayDetails };
export type { AnalyticsOptions } from './analytics.js';
export type { AskOptions } from './reports/shared-answers.js';
export type { ArchiveStatus, SiteArchive } from './archive/archive-status.js';
export type { LostDay } from './archive/verify.js';
export type { RetentionOptions, RetentionReport } from './archive/retention.js';
export type {
  Aggregate,
  AggregateQuery,
  CountedDays,
  CrossedDimension,
  DailyGroup,
  DayDetails,
  Dimension,
  Filter,
  GroupSums,
  NewCustomEvent,
  NewPageView,
  SiteRange,
} from './event-store.js';
