import { dayNumberOf, dayOfNumber } from '../engine/days.js';
import { fileList, readParquet, type Session } from '../engine/engine.js';
import {
  describeEvents,
  EVENT_COLUMNS,
  eventColumns,
  keyOfId,
  MS_PER_DAY,
  RAW_CSV_COLUMNS,
} from '../engine/event-row.js';
import type { SeenRow } from './changes.js';

/** What changed of a site's sessions, and on which days (days since the epoch, UTC) they had views that may be gone. */
export interface TailChange {
  siteId: number;
  sessionIds: readonly string[];
  days: readonly number[];
}

/**
 * The tables that hold what the archive doesn't, in DuckDB:
 * - `tail`: every view of each session that has a view on a day that isn't archived, or changed since its day was;
 * - `hidden`: the sessions whose rows in an archived day's file no longer count, because the tail has them as they are now;
 * - `archived_days`: the days whose file is read, and the last pass whose rows the file has for certain;
 * - `seen`: visitors that showed they're still there, and when, in milliseconds since the epoch; the last minutes of it;
 * - `state`: the version of all this, which readers see.
 */
const CREATE_TABLES = `
  CREATE TABLE tail (site_id INTEGER, pass INTEGER, ${eventColumns.map(([name, type]) => `${name} ${type}`).join(', ')});
  CREATE TABLE hidden (site_id INTEGER, day INTEGER, session_key BIGINT, pass INTEGER);
  CREATE TABLE archived_days (site_id INTEGER, day INTEGER, known_pass INTEGER);
  CREATE TABLE seen (site_id INTEGER, visitor_key BIGINT, seen_at BIGINT);
  CREATE TABLE state (version INTEGER);
  INSERT INTO state VALUES (0);
  CREATE TABLE changed (site_id INTEGER, session_key BIGINT);
  CREATE TABLE changed_days (site_id INTEGER, session_key BIGINT, day INTEGER)`;

/** More dead rows than this, and than half the live ones, and the tail is written anew. */
const MAX_DEAD_ROWS = 50_000;
/** After so many more of `seen`, what's older than any question is forgotten. */
const MAX_SEEN_ROWS = 100_000;
const SEEN_FOR_MS = 10 * 60_000;

/** The one writer of the tail. Every method leaves a consistent state that readers see at once or not at all. */
export class Tail {
  private deadRows = 0;
  private newSeenRows = 0;

  private constructor(private readonly duck: Session) {}

  static async create(duck: Session): Promise<Tail> {
    await duck.run(CREATE_TABLES);
    return new Tail(duck);
  }

  /** Begins a change of several steps. */
  begin(): Promise<void> {
    return this.duck.run('BEGIN TRANSACTION');
  }

  /** Makes the change visible to readers, as this version. */
  async commit(version: number): Promise<void> {
    await this.duck.run(`UPDATE state SET version = ${version}`);
    await this.duck.run('COMMIT');
    await this.compact();
    await this.forgetSeen();
  }

  rollback(): Promise<void> {
    return this.duck.run('ROLLBACK');
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    for (const table of ['tail', 'hidden', 'archived_days', 'seen']) await this.duck.run(`DELETE FROM ${table}`);
  }

  /** These days' files are read from the beginning, while the tail is empty. */
  async noteArchived(days: readonly { siteId: number; day: string }[], knownPass: number): Promise<void> {
    const appender = await this.duck.connection.createAppender('archived_days');
    for (const { siteId, day } of days) {
      appender.appendInteger(siteId);
      appender.appendInteger(dayNumberOf(day));
      appender.appendInteger(knownPass);
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Takes in who showed to be still there. */
  async noteSeen(rows: readonly SeenRow[]): Promise<void> {
    const appender = await this.duck.connection.createAppender('seen');
    for (const { site_id, changed_at, seen_visitors } of rows) {
      for (const key of seen_visitors) {
        appender.appendInteger(site_id);
        appender.appendBigInt(BigInt(key));
        appender.appendBigInt(BigInt(changed_at.getTime()));
        appender.endRow();
      }
      this.newSeenRows += seen_visitors.length;
    }
    appender.closeSync();
  }

  /** Knows of a site only these to be still there: a visitor who was erased is no longer among them. */
  async replaceSeen(siteId: number, rows: readonly SeenRow[]): Promise<void> {
    await this.duck.run(`DELETE FROM seen WHERE site_id = ${siteId}`);
    await this.noteSeen(rows);
  }

  /** Takes in whole sessions that were unknown, from files of raw rows. Those with views on archived days hide them there. */
  async load(files: readonly string[], pass: number): Promise<void> {
    await this.duck.run(`INSERT INTO tail (site_id, pass, ${EVENT_COLUMNS})
      SELECT site_id, ${pass}, ${EVENT_COLUMNS} FROM (${describeEvents(readCsv(files))})`);
    await this.duck.run(`INSERT INTO hidden
      SELECT DISTINCT t.site_id, t.viewed_at // ${MS_PER_DAY}, t.session_key, t.pass FROM tail t
      SEMI JOIN archived_days a ON a.site_id = t.site_id AND a.day = t.viewed_at // ${MS_PER_DAY}
      WHERE t.pass = ${pass}
      EXCEPT SELECT * FROM hidden`);
  }

  /** On which days of archived files the sessions of a relation have views. Keys as text: JavaScript's numbers are too small. */
  async findSessions(
    relation: string,
    archiveFiles: readonly string[],
  ): Promise<{ day: string; sessionKeys: string[] }[]> {
    const rows = await this.duck.all<{ day: number; session_key: string }>(`
      SELECT DISTINCT viewed_at // ${MS_PER_DAY} AS day, session_key::VARCHAR AS session_key
      FROM ${readParquet(archiveFiles)} SEMI JOIN (SELECT DISTINCT session_key FROM ${relation}) USING (session_key)`);
    const byDay = new Map<number, string[]>();
    for (const { day, session_key } of rows) byDay.set(day, [...(byDay.get(day) ?? []), session_key]);
    return [...byDay].map(([day, sessionKeys]) => ({ day: dayOfNumber(day), sessionKeys }));
  }

  /** Puts the sessions that changed, as the file has them, in the place of what was known of them. */
  async replace(changes: readonly TailChange[], file: string, pass: number): Promise<void> {
    await this.noteChanged(changes);
    await this.drop('changed');
    await this.duck.run(`CREATE OR REPLACE TEMP TABLE newly_hidden AS
      SELECT DISTINCT d.site_id, d.day, d.session_key FROM changed_days d
      SEMI JOIN archived_days a ON a.site_id = d.site_id AND a.day = d.day`);
    // What was hidden stays so, as of now: nobody knows yet whether a file has it.
    await this.duck.run(`UPDATE hidden h SET pass = ${pass} FROM changed c
      WHERE c.site_id = h.site_id AND c.session_key = h.session_key`);
    await this.duck.run(`INSERT INTO hidden SELECT site_id, day, session_key, ${pass} FROM newly_hidden
      EXCEPT SELECT * FROM hidden`);
    await this.load([file], pass);
    await this.duck.run('DELETE FROM changed');
    await this.duck.run('DELETE FROM changed_days');
  }

  /**
   * A day's file is read from now on. Sessions it knows as they are leave the tail, unless they have views on days that
   * aren't archived; what stays hides the file's rows.
   *
   * @param knownPass the last pass whose rows the file has for certain
   */
  async archive(siteId: number, day: number, knownPass: number): Promise<void> {
    await this.duck.run(`DELETE FROM archived_days WHERE site_id = ${siteId} AND day = ${day}`);
    await this.duck.run(`INSERT INTO archived_days VALUES (${siteId}, ${day}, ${knownPass})`);
    await this.duck.run(`CREATE OR REPLACE TEMP TABLE leaving AS
      SELECT t.site_id, t.session_key FROM tail t
      LEFT JOIN archived_days a ON a.site_id = t.site_id AND a.day = t.viewed_at // ${MS_PER_DAY}
      WHERE t.site_id = ${siteId} AND t.session_key IN (SELECT session_key FROM tail WHERE ${ofDay(siteId, day)})
      GROUP BY ALL HAVING bool_and(a.known_pass IS NOT NULL AND t.pass <= a.known_pass)`);
    await this.drop('leaving');
    await this.duck.run(`DELETE FROM hidden h USING leaving l, archived_days a
      WHERE h.site_id = l.site_id AND h.session_key = l.session_key
        AND a.site_id = h.site_id AND a.day = h.day AND h.pass <= a.known_pass`);
    await this.duck.run(`DELETE FROM hidden WHERE site_id = ${siteId} AND day = ${day} AND pass <= ${knownPass}`);
    await this.duck.run(`INSERT INTO hidden
      SELECT DISTINCT site_id, ${day}, session_key, pass FROM tail WHERE ${ofDay(siteId, day)}
      EXCEPT SELECT * FROM hidden`);
  }

  async countRows(): Promise<number> {
    return (await this.one<{ rows: number }>('SELECT count(*) AS rows FROM tail')).rows;
  }

  private async drop(sessions: 'changed' | 'leaving'): Promise<void> {
    const { dead } = await this.one<{ dead: number }>(
      `SELECT count(*) AS dead FROM tail t SEMI JOIN ${sessions} c ON c.site_id = t.site_id AND c.session_key = t.session_key`,
    );
    if (dead === 0) return;
    await this.duck.run(
      `DELETE FROM tail t USING ${sessions} c WHERE c.site_id = t.site_id AND c.session_key = t.session_key`,
    );
    this.deadRows += dead;
  }

  private async noteChanged(changes: readonly TailChange[]): Promise<void> {
    const sessions = await this.duck.connection.createAppender('changed');
    const days = await this.duck.connection.createAppender('changed_days');
    for (const { siteId, sessionIds, days: ownDays } of changes) {
      for (const id of sessionIds) {
        const key = keyOfId(id);
        sessions.appendInteger(siteId);
        sessions.appendBigInt(key);
        sessions.endRow();
        for (const day of ownDays) {
          days.appendInteger(siteId);
          days.appendBigInt(key);
          days.appendInteger(day);
          days.endRow();
        }
      }
    }
    sessions.closeSync();
    days.closeSync();
  }

  private async one<Result extends object>(sql: string): Promise<Result> {
    const [row] = await this.duck.all<Result>(sql);
    if (!row) throw new Error(`no row: ${sql}`);
    return row;
  }

  /** Deleted rows keep their place until the table is written anew. */
  private async compact(): Promise<void> {
    if (this.deadRows < MAX_DEAD_ROWS || 2 * this.deadRows < (await this.countRows())) return;
    await this.duck.run('BEGIN TRANSACTION');
    await this.duck.run('CREATE TABLE compacted AS SELECT * FROM tail');
    await this.duck.run('DROP TABLE tail');
    await this.duck.run('ALTER TABLE compacted RENAME TO tail');
    await this.duck.run('COMMIT');
    this.deadRows = 0;
  }

  private async forgetSeen(): Promise<void> {
    if (this.newSeenRows < MAX_SEEN_ROWS) return;
    await this.duck.run(`CREATE OR REPLACE TABLE seen AS
      SELECT site_id, visitor_key, max(seen_at) AS seen_at FROM seen
      WHERE seen_at >= (SELECT max(seen_at) FROM seen) - ${SEEN_FOR_MS} GROUP BY ALL`);
    this.newSeenRows = 0;
  }
}

const ofDay = (siteId: number, day: number) =>
  `site_id = ${siteId} AND viewed_at >= ${day * MS_PER_DAY} AND viewed_at < ${(day + 1) * MS_PER_DAY}`;

/** Reads files of raw rows; by one thread, since others would begin amid a text and take the lines inside of it for rows. */
export function readCsv(files: readonly string[]): string {
  return `read_csv(${fileList(files)}, header = false, auto_detect = false, columns = ${RAW_CSV_COLUMNS},
    delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n',
    parallel = false)`;
}
