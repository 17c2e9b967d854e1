import type { OpenedFiles, StoredFile } from '../archive/files.js';
import type { ArchivedDay } from '../archive/manifest.js';
import { readParquet, type Reading, type Session } from '../engine/engine.js';
import { EVENT_COLUMNS, MS_PER_DAY } from '../engine/event-row.js';
import type { Mirror } from '../tail/mirror.js';
import type { TailDays } from '../tail/tail-days.js';

export interface ScanDeps {
  options: { exactRows: number };
  engine: Reading;
  mirror: Mirror;
  /** Local paths of the files of archived days; null where one is missing or damaged. */
  openFiles(days: readonly ArchivedDay[]): Promise<OpenedFiles>;
  openSummaryFiles(files: readonly StoredFile[]): Promise<OpenedFiles>;
}

/** What there is of a site. */
export interface SiteState {
  siteId: number;
  /** Its archived days by number. */
  archived: ReadonlyMap<number, ArchivedDay> | undefined;
  tail: TailDays;
}

/** What there is of a site in the session's snapshot. */
export async function readSiteState({ mirror }: ScanDeps, session: Session, siteId: number): Promise<SiteState> {
  const [state] = await session.all<{ version: number }>('SELECT version FROM state');
  const version = state?.version ?? 0;
  return {
    siteId,
    archived: mirror.manifests.at(version).get(siteId),
    tail: await mirror.tailDays.at(session, version, siteId),
  };
}

/** The events of a site between two instants, as of its state's snapshot, until they're released. */
export async function openEvents(deps: ScanDeps, state: SiteState, span: Span): Promise<OpenedEvents> {
  const days = daysOf(span);
  const archived = days
    .map((day) => state.archived?.get(day))
    .filter((day) => day !== undefined)
    .filter(({ key }) => key !== null);
  const { paths, ...opened } = await deps.openFiles(archived);
  const files = paths.filter((path) => path !== null);
  const hasHidden = days.some((day) => state.tail.hidden.has(day));
  return {
    events: buildRelation({
      ...span,
      siteId: state.siteId,
      hasHidden,
      files,
      erased: archived.filter((day) => day.erasedKeys.length > 0),
    }),
    missingDays: archived.flatMap(({ day }, index) => (paths[index] === null ? [day] : [])),
    ...opened,
  };
}

/** A relation of events, and the files it reads until they're released. */
export interface OpenedEvents {
  events: string;
  missingDays: string[];
  release(): void;
}

interface Span {
  fromMs: number;
  toMs: number;
}

/** The UTC days that a span touches, by number. */
function daysOf({ fromMs, toMs }: Span): number[] {
  const first = Math.floor(fromMs / MS_PER_DAY);
  return Array.from({ length: Math.ceil(toMs / MS_PER_DAY) - first }, (_, index) => first + index);
}

interface RelationParts extends Span {
  siteId: number;
  files: string[];
  hasHidden: boolean;
  /** Days with rows of visitors that were erased since. */
  erased: ArchivedDay[];
}

function buildRelation({ siteId, fromMs, toMs, files, hasHidden, erased }: RelationParts): string {
  const inSpan = `viewed_at >= ${fromMs} AND viewed_at < ${toMs}`;
  const tail = `SELECT ${EVENT_COLUMNS} FROM tail WHERE site_id = ${siteId} AND ${inSpan}`;
  if (files.length === 0) return `(${tail})`;
  const archive = `SELECT ${EVENT_COLUMNS} FROM ${readParquet(files)} f WHERE ${inSpan}`;
  const isShown = hasHidden
    ? ` AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.site_id = ${siteId} AND h.session_key = f.session_key AND h.day = f.viewed_at // ${MS_PER_DAY})`
    : '';
  const isKept = erased
    .map((day) => ` AND NOT (${ofDay(day.day)} AND visitor_key IN (${day.erasedKeys.join(', ')}))`)
    .join('');
  return `(${archive}${isShown}${isKept} UNION ALL ${tail})`;
}

function ofDay(day: string): string {
  const startMs = Date.parse(day);
  return `viewed_at >= ${startMs} AND viewed_at < ${startMs + MS_PER_DAY}`;
}
