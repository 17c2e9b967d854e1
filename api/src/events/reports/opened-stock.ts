import { eachDate, instantsOf, type Period } from '../../domain/period.js';
import type { OpenedFiles } from '../archive/files.js';
import { dayNumberOf, dayOfNumber } from '../engine/days.js';
import type { Session } from '../engine/engine.js';
import { EVENT_COLUMNS } from '../engine/event-row.js';
import type { SiteRange } from '../event-store.js';
import { asFile } from '../summaries/build-month.js';
import { countRows, findCoverage, type Coverage, type Stock } from '../summaries/coverage.js';
import { joinNumbers } from '../summaries/local-days.js';
import type { MonthSummary, SummaryFiles } from '../summaries/month-summary.js';
import { openEvents, readSiteState, type OpenedEvents, type ScanDeps, type SiteState } from './scan.js';

/**
 * What there is to answer a question about a range from: summaries where they hold, events elsewhere. Files are opened when
 * they're asked for, and stay so until all are released.
 */
export class OpenedStock {
  private readonly opened: { release(): void }[] = [];
  private readonly missingDays = new Set<string>();
  private readonly relations = new Map<string, Promise<string>>();

  private constructor(
    private readonly deps: ScanDeps,
    readonly session: Session,
    readonly range: SiteRange,
    private readonly state: SiteState,
    private readonly stock: Stock,
    readonly coverage: Coverage,
  ) {}

  /** Answers a question about a range of what there is, in one snapshot. */
  static read<Answer>(
    deps: ScanDeps,
    range: SiteRange,
    work: (stock: OpenedStock) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    return deps.engine.read(async (session) => {
      const stock = await OpenedStock.open(deps, session, range);
      try {
        return await work(stock);
      } finally {
        stock.release();
      }
    }, signal);
  }

  /** Looks at what there is in the session's snapshot. Summaries whose sums or sample can't be read don't count. */
  private static async open(deps: ScanDeps, session: Session, range: SiteRange): Promise<OpenedStock> {
    const state = await readSiteState(deps, session, range.siteId);
    const stock: Stock = {
      archived: state.archived,
      tail: state.tail.rows,
      summaries: deps.mirror.summaries.of(range.siteId),
    };
    const coverage = findCoverage(range, stock);
    const unreadable = await findUnreadable(deps, coverage);
    if (unreadable.size === 0) return new OpenedStock(deps, session, range, state, stock, coverage);
    const summaries = stock.summaries.filter((summary) => !unreadable.has(summary));
    const readable = { ...stock, summaries };
    return new OpenedStock(deps, session, range, state, readable, findCoverage(range, readable));
  }

  /** The same of a part of the range: what is opened for it is released with this. */
  within({ from, to }: Period): OpenedStock {
    const range = { ...this.range, from, to };
    const part = new OpenedStock(
      this.deps,
      this.session,
      range,
      this.state,
      this.stock,
      findCoverage(range, this.stock),
    );
    this.opened.push(part);
    return part;
  }

  /** The days of the range that have events. */
  get days(): number[] {
    const { months, open } = this.coverage;
    return [...months.flatMap(({ days }) => days), ...open];
  }

  /** How many event rows must be read to have these days' events, about. */
  countRows(days: readonly number[]): number {
    return countRows(this.stock, this.coverage.days, days);
  }

  /** So many events are read one by one. */
  get exactRows(): number {
    return this.deps.options.exactRows;
  }

  /** Whether these days' events are few enough to be read one by one: at most so many times the option's. */
  areFew(days: readonly number[], times = 1): boolean {
    return this.countRows(days) <= times * this.exactRows;
  }

  /** A relation of these days' events, whose files are opened once. */
  events(days: readonly number[]): Promise<string> {
    const key = days.join();
    const known = this.relations.get(key) ?? this.openDays(days);
    this.relations.set(key, known);
    return known;
  }

  private async openDays(days: readonly number[]): Promise<string> {
    if (days.length === 0) return `(SELECT ${EVENT_COLUMNS} FROM tail WHERE false)`;
    const parts: OpenedEvents[] = [];
    for (const { first, last } of joinNumbers(days)) {
      const part = await openEvents(this.deps, this.state, this.coverage.days.spanOf(first, last));
      this.opened.push(part);
      for (const day of part.missingDays) this.missingDays.add(day);
      parts.push(part);
    }
    return `(${parts.map(({ events }) => `SELECT * FROM ${events}`).join(' UNION ALL ')})`;
  }

  /** The paths of one file of each summary, in their order; null where one can't be read. */
  async paths(summaries: readonly MonthSummary[], kind: keyof SummaryFiles): Promise<(string | null)[]> {
    const files = await openFiles(this.deps, summaries, [kind]);
    this.opened.push(files);
    return files.paths;
  }

  /** UTC days of a range whose file is missing or damaged, among those that were asked for, or whose events have expired. */
  missingDaysOf(range: SiteRange): string[] {
    const endMs = instantsOf(range, range.timeZone).toAt.getTime();
    return [...this.missingDays, ...this.listExpired()].filter((day) => Date.parse(day) < endMs).sort();
  }

  private listExpired(): string[] {
    const { days } = this.coverage;
    const [first, last] = [days.utcDaysOf(days.first).first, days.utcDaysOf(days.last).last];
    return eachDate({ from: dayOfNumber(first), to: dayOfNumber(last) }).filter(
      (day) => this.state.archived?.get(dayNumberOf(day))?.isExpired,
    );
  }

  release(): void {
    for (const part of this.opened.splice(0)) part.release();
  }
}

async function openFiles(
  deps: ScanDeps,
  summaries: readonly MonthSummary[],
  kinds: readonly (keyof SummaryFiles)[],
): Promise<OpenedFiles> {
  return deps.openSummaryFiles(
    summaries.flatMap((summary) =>
      kinds.map((kind) => {
        if (!summary.files) throw new Error(`the summary of ${summary.month} has no files`);
        return asFile(summary, summary.files[kind]);
      }),
    ),
  );
}

async function findUnreadable(deps: ScanDeps, { months }: Coverage): Promise<Set<MonthSummary>> {
  const summaries = months.map(({ summary }) => summary);
  const opened = await openFiles(deps, summaries, ['sums', 'sample']);
  opened.release();
  return new Set(summaries.filter((_, index) => opened.paths.slice(2 * index, 2 * index + 2).includes(null)));
}
