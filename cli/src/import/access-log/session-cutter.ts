const SESSION_GAP_MS = 30 * 60_000;
/** Log lines may be out of order by this much before a session counts as over and is forgotten. */
const FORGET_AFTER_MS = 2 * SESSION_GAP_MS;
const REMEMBERED_VISITORS = 500_000;

export interface SessionCutterDeps {
  deriveVisitorId: (day: string, address: string, userAgent: string | null) => string;
  /** The ingest's own rule for sessions it cuts, so that a right cut leaves the rollup no ids to change. */
  deriveSessionId: (visitorId: string, firstViewedAt: Date) => string;
}

/** A session and whose it is. Its id follows from its first view: a line that comes late may change it. */
export interface CutSession {
  readonly visitorId: string;
  sessionId: string;
}

interface OpenSession extends CutSession {
  firstViewedAtMs: number;
  lastViewedAtMs: number;
}

/**
 * Tells visitors and sessions of a log apart, in one pass and flat memory: a visitor is an address and a user agent on one
 * day, a session its views with gaps of at most 30 minutes. An earlier line renames its session. Lines far out of order, or split over files, may cut a session
 * that is one: ids are marked as derived, and the rollup cuts them again over all that is stored.
 */
export class SessionCutter {
  /** By visitor, the longest untouched first. */
  private readonly open = new Map<string, OpenSession>();

  constructor(private readonly deps: SessionCutterDeps) {}

  assign(day: string, address: string, userAgent: string | null, viewedAtMs: number): Readonly<CutSession> {
    const key = `${day}|${address}|${userAgent ?? ''}`;
    const known = this.open.get(key);
    const session =
      known === undefined
        ? this.begin(this.deps.deriveVisitorId(day, address, userAgent), viewedAtMs)
        : this.proceed(known, viewedAtMs);
    this.open.delete(key);
    this.open.set(key, session);
    this.forget(viewedAtMs);
    return session;
  }

  private begin(visitorId: string, viewedAtMs: number): OpenSession {
    const sessionId = this.deps.deriveSessionId(visitorId, new Date(viewedAtMs));
    return { visitorId, sessionId, firstViewedAtMs: viewedAtMs, lastViewedAtMs: viewedAtMs };
  }

  private proceed(session: OpenSession, viewedAtMs: number): OpenSession {
    const isSame =
      viewedAtMs - session.lastViewedAtMs <= SESSION_GAP_MS && session.firstViewedAtMs - viewedAtMs <= SESSION_GAP_MS;
    if (!isSame) return this.begin(session.visitorId, viewedAtMs);
    if (viewedAtMs < session.firstViewedAtMs) {
      session.firstViewedAtMs = viewedAtMs;
      session.sessionId = this.deps.deriveSessionId(session.visitorId, new Date(viewedAtMs));
    }
    session.lastViewedAtMs = Math.max(session.lastViewedAtMs, viewedAtMs);
    return session;
  }

  private forget(nowMs: number): void {
    for (const [key, session] of this.open) {
      // Both ways: files may be given newest first.
      const isOver = Math.abs(nowMs - session.lastViewedAtMs) > FORGET_AFTER_MS;
      if (!isOver && this.open.size <= REMEMBERED_VISITORS) return;
      this.open.delete(key);
    }
  }
}
