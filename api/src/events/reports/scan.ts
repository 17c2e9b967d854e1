import type { OpenedFiles, StoredFile } from '../archive/files.js';
import type { ArchivedDay } from '../archive/manifest.js';
import { readParquet, type Engine, type Session } from '../engine/engine.js';
import { EVENT_COLUMNS, MS_PER_DAY } from '../engine/event-row.js';
import type { Mirror } from '../tail/mirror.js';

export interface ScanDeps {
  options: { exactRows: number };
  engine: Engine;
  mirror: Mirror;
  /** Local paths of the files of archived days; null where one is missing or damaged. */
  openFiles(days: readonly ArchivedDay[]): Promise<OpenedFiles>;
  openSummaryFiles(files: readonly StoredFile[]): Promise<OpenedFiles>;
}

/** The events of a site between two instants, as the session's snapshot has them, until they're released. */
export async function openEvents(deps: ScanDeps, session: Session, siteId: number, span: Span): Promise<OpenedEvents> {
  const archived = await listArchivedDays(deps, session, siteId, span);
  const { paths, ...opened } = await deps.openFiles(archived);
  const files = paths.filter((path) => path !== null);
  const hasHidden = files.length > 0 && (await isAnythingHidden(session, siteId, span));
  return {
    events: buildRelation({
      ...span,
      siteId,
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

async function listArchivedDays(
  { mirror }: ScanDeps,
  session: Session,
  siteId: number,
  { fromMs, toMs }: Span,
): Promise<ArchivedDay[]> {
  const ofSite = await readArchived(mirror, session, siteId);
  if (!ofSite) return [];
  const days: ArchivedDay[] = [];
  for (let day = Math.floor(fromMs / MS_PER_DAY); day * MS_PER_DAY < toMs; day++) {
    const archived = ofSite.get(day);
    if (archived?.key) days.push(archived);
  }
  return days;
}

/** The archived days of a site, by number, that belong to the session's snapshot. */
export async function readArchived(
  mirror: Mirror,
  session: Session,
  siteId: number,
): Promise<ReadonlyMap<number, ArchivedDay> | undefined> {
  const [state] = await session.all<{ version: number }>('SELECT version FROM state');
  return mirror.manifests.at(state?.version ?? 0).get(siteId);
}

async function isAnythingHidden(session: Session, siteId: number, { fromMs, toMs }: Span): Promise<boolean> {
  const rows = await session.all(
    `SELECT 1 FROM hidden WHERE site_id = ${siteId} AND day >= ${Math.floor(fromMs / MS_PER_DAY)} AND day <= ${Math.floor((toMs - 1) / MS_PER_DAY)} LIMIT 1`,
  );
  return rows.length > 0;
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
