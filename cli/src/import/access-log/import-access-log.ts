import type { NewPageView } from '@tidemark/api';
import { CommandError } from '../../command-error.js';
import { leftOutReasons, type LeftOutReason } from './classify.js';
import { readLines, type LogSource } from './log-source.js';
import type { CutSession } from './session-cutter.js';
import { ViewReader, type ViewReaderDeps } from './view-reader.js';

export interface ImportDeps extends ViewReaderDeps {
  /** Stores views, each event id once; tells which were new, and which lie on days that take nothing in any more. */
  append: (views: NewPageView[]) => Promise<{ inserted: Set<string>; closed: Set<string> }>;
}

export interface ImportOptions {
  sources: readonly LogSource[];
  /** Go on even where most lines are malformed. */
  isForced: boolean;
  /** Ends the import after the batch at hand. */
  signal: AbortSignal;
  onProgress: (progress: { bytes: number; lines: number }) => void;
}

export interface ImportSummary {
  lines: number;
  added: number;
  alreadyThere: number;
  /** Of days that only the archive still has. */
  closed: number;
  leftOut: Record<LeftOutReason, number>;
  /** The first few, with file and line number. */
  malformed: { place: string; line: string }[];
  firstDay: string | null;
  lastDay: string | null;
  isInterrupted: boolean;
}

const BATCH_VIEWS = 5_000;
const SHOWN_MALFORMED = 5;
const PROBED_LINES = 1_000;

/** Reads logs into the store, in one pass and flat memory: one batch is stored while the next is read. */
export async function importAccessLog(deps: ImportDeps, options: ImportOptions): Promise<ImportSummary> {
  const run = new ImportRun(deps, options);
  for (const source of options.sources) {
    await run.importSource(source);
    if (run.summary.isInterrupted) break;
  }
  return run.summary;
}

class ImportRun {
  readonly summary: ImportSummary = {
    lines: 0,
    added: 0,
    alreadyThere: 0,
    closed: 0,
    leftOut: Object.fromEntries(leftOutReasons.map((reason) => [reason, 0])) as Record<LeftOutReason, number>,
    malformed: [],
    firstDay: null,
    lastDay: null,
    isInterrupted: false,
  };
  private readonly reader: ViewReader;
  private readonly reading;
  private bytes = 0;
  private batch = new Map<string, { view: NewPageView; session: Readonly<CutSession> }>();
  private storing: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: ImportDeps,
    private readonly options: ImportOptions,
  ) {
    this.reader = new ViewReader(deps);
    this.reading = { signal: options.signal, onBytes: (count: number) => (this.bytes += count) };
  }

  async importSource(source: LogSource): Promise<void> {
    this.reader.startFile();
    const before = { lines: this.summary.lines, malformed: this.summary.leftOut.malformed };
    let lineNumber = 0;
    const probe = (isAtEnd: boolean): void => {
      const lines = this.summary.lines - before.lines;
      this.checkIsLog(source, lines, this.summary.leftOut.malformed - before.malformed, isAtEnd);
    };
    try {
      for await (const lines of readLines(source, this.reading)) {
        for (const line of lines) {
          lineNumber++;
          if (line === '') continue;
          this.readLine(source, line, lineNumber);
          if (this.summary.lines - before.lines === PROBED_LINES) probe(false);
          if (this.batch.size >= BATCH_VIEWS) await this.storeBatch();
        }
        this.options.onProgress({ bytes: this.bytes, lines: this.summary.lines });
        if (this.options.signal.aborted) break;
      }
      this.summary.isInterrupted = this.options.signal.aborted;
      probe(true);
      await this.storeBatch();
    } finally {
      await this.storing;
    }
  }

  private readLine(source: LogSource, line: string, number: number): void {
    this.summary.lines++;
    const result = this.reader.read(line);
    if (result.kind === 'left_out') {
      this.summary.leftOut[result.reason]++;
      if (result.reason === 'malformed' && this.summary.malformed.length < SHOWN_MALFORMED) {
        this.summary.malformed.push({ place: `${source.name}:${String(number)}`, line });
      }
      return;
    }
    this.batch.set(result.view.eventId, result);
    const { firstDay, lastDay } = this.summary;
    if (firstDay === null || result.day < firstDay) this.summary.firstDay = result.day;
    if (lastDay === null || result.day > lastDay) this.summary.lastDay = result.day;
  }

  /** Hands the batch over once the one before is stored: so at most two are in memory. */
  private async storeBatch(): Promise<void> {
    await this.storing;
    // Named as late as can be: lines a little out of order then leave the rollup no session to name anew.
    const views = [...this.batch.values()].map(({ view, session }) =>
      Object.assign(view, { sessionId: session.sessionId }),
    );
    this.batch = new Map();
    if (views.length === 0) return;
    this.storing = this.deps.append(views).then(({ inserted, closed }) => {
      this.summary.added += inserted.size;
      this.summary.alreadyThere += views.length - inserted.size - closed.size;
      this.summary.closed += closed.size;
    });
    // Awaited before the next batch and at the end; until then a failure must not count as unhandled.
    this.storing.catch(() => undefined);
  }

  /** Stops at what is no access log, before anything of it is stored. A short file may be half garbage, not all of it. */
  private checkIsLog(source: LogSource, lines: number, malformed: number, isAtEnd: boolean): void {
    const isWrong = isAtEnd ? lines > 0 && malformed === lines : malformed > lines / 2;
    if (!isWrong || this.options.isForced) return;
    this.batch = new Map();
    const share = isAtEnd
      ? `none of its ${String(lines)} lines`
      : `${String(lines - malformed)} of its first ${String(lines)} lines`;
    throw new CommandError(
      `${source.name} doesn't look like an access log in common or combined format (${share} can be read); check the file, or add --force`,
    );
  }
}
