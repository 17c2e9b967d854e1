import type { NewPageView, ObservedView } from '@tidemark/api';
import { createLocalDays } from '../../local-day.js';
import { classifyRequest, type LeftOutReason } from './classify.js';
import type { Identity } from './identity.js';
import { parseLogLine } from './log-line.js';
import { OccurrenceCounter } from './occurrence-counter.js';
import { SessionCutter, type CutSession } from './session-cutter.js';

/** A view ready to be stored but for its names, or why it isn't to be. */
export type EnrichResult = { kind: 'view'; view: NewPageView } | { kind: 'left_out'; reason: LeftOutReason };

export interface ViewReaderDeps {
  /** Domain of the site. */
  host: string;
  timeZone: string;
  identity: Identity;
  deriveSessionId: (visitorId: string, firstViewedAt: Date) => string;
  enrich: (observed: ObservedView) => EnrichResult;
  nowMs: number;
}

/** A session keeps its name only until an earlier line of it is read. */
export type ReadResult =
  | { kind: 'view'; view: NewPageView; session: Readonly<CutSession>; day: string }
  | { kind: 'left_out'; reason: LeftOutReason };

const MAX_REFERRER_LENGTH = 500;
const DAY_MS = 86_400_000;
/** The web's first access logs; a time before it, or in the future, is a broken clock's. */
const EARLIEST_MS = Date.UTC(1993, 0, 1);

/** Makes page views of log lines: parse → leave out by request → tell visitor and session → enrich → name. */
export class ViewReader {
  private occurrences = new OccurrenceCounter();
  private readonly sessions: SessionCutter;
  private readonly dayOf: (atMs: number) => string;

  constructor(private readonly deps: ViewReaderDeps) {
    this.sessions = new SessionCutter({
      deriveVisitorId: deps.identity.deriveVisitorId,
      deriveSessionId: deps.deriveSessionId,
    });
    this.dayOf = createLocalDays(deps.timeZone);
  }

  /** Equal lines are numbered within their file: a file given twice, or under another name, adds nothing. */
  startFile(): void {
    this.occurrences = new OccurrenceCounter();
  }

  read(line: string): ReadResult {
    const parsed = parseLogLine(line);
    if (parsed === null || !this.isPlausible(parsed.viewedAtMs)) return leaveOut('malformed');
    const page = classifyRequest(parsed, this.deps.host);
    if (page.kind === 'left_out') return page;

    const { address, userAgent, viewedAtMs } = parsed;
    // Every browser names itself: a client that could and doesn't is a program.
    if (userAgent === '') return leaveOut('bot');
    // Enriched before it is named: half of a log is bots, and a name costs more than finding that out.
    const enriched = this.deps.enrich({
      eventId: '',
      pageUrl: page.pageUrl,
      viewedAt: new Date(viewedAtMs),
      referrer: parsed.referrer?.slice(0, MAX_REFERRER_LENGTH).toWellFormed() ?? null,
      userAgent,
      address,
    });
    if (enriched.kind === 'left_out') return enriched;

    const day = this.dayOf(viewedAtMs);
    const session = this.sessions.assign(day, address, userAgent, viewedAtMs);
    const { visitorId, sessionId } = session;
    const eventId = this.deps.identity.deriveEventId(line, this.occurrences.count(viewedAtMs, line));
    // Assigned in place: spreading an object of this size costs as much as reading the line.
    const view = Object.assign(enriched.view, { eventId, visitorId, sessionId, isSessionDerived: true });
    return { kind: 'view', view, session, day };
  }

  private isPlausible(viewedAtMs: number): boolean {
    return viewedAtMs >= EARLIEST_MS && viewedAtMs <= this.deps.nowMs + DAY_MS;
  }
}

function leaveOut(reason: LeftOutReason): ReadResult {
  return { kind: 'left_out', reason };
}
