import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'winston';
import { readManifest, type ArchivedDay } from '../archive/manifest.js';
import { dayNumberOf, startOfDayNumber } from '../engine/days.js';
import type { Engine, Session } from '../engine/engine.js';
import { SELECT_CHANGES_SINCE, SELECT_PENDING_CHANGES, SELECT_SEEN } from '../hot/queries/changes.js';
import { mergeBySite, type ChangeRow, type NewChange, type SeenRow } from './changes.js';
import { copyViews } from './copy-views.js';
import { Manifests, type Manifest } from './manifests.js';
import { isContinued, SELECT_MOMENT, type Moment } from './moment.js';
import { SELECT_HOT_DAYS, SELECT_SITE_IDS } from './queries.js';
import { joinNumbers } from '../summaries/local-days.js';
import { readSummaries } from '../summaries/month-summary.js';
import { Summaries } from '../summaries/summaries.js';
import { isSeenBy, parseSnapshot, type Snapshot } from './snapshot.js';
import { readCsv, Tail, type TailChange } from './tail.js';
import { TailDaysByVersion } from './tail-days.js';

export interface MirrorDeps {
  pool: Pool;
  engine: Engine;
  logger: Logger;
  /** Where rows lie on their way from PostgreSQL to DuckDB. */
  scratchDir: string;
  /** Local paths of the files of archived days. */
  openFiles(days: readonly ArchivedDay[]): Promise<{ paths: string[]; release(): void }>;
}

/** One moment of PostgreSQL and of the tail, which agree; both stay as they are until it's released. */
export interface HeldMoment {
  client: PoolClient;
  session: Session;
  snapshot: string;
  manifest: Manifest;
  release(): Promise<void>;
}

/** So many sessions are looked for wherever they have views; of more at once, only so far around what changed. */
const SESSIONS_SOUGHT_EVERYWHERE = 500;
const SESSIONS_AT_ONCE = 5_000;
/** A question is answered from what was known so long ago at most. */
const FRESH_MS = 1_500;
const SOUGHT_AROUND_MS = 36 * 3_600_000;

/**
 * Keeps the tail in step with PostgreSQL: what was committed is here after the next {@link catchUp}. One snapshot of
 * PostgreSQL makes one version of the tail; a change is seen in exactly one of them, whenever it was begun.
 */
export class Mirror {
  readonly manifests = new Manifests();
  readonly tailDays = new TailDaysByVersion();
  readonly summaries = new Summaries();
  /** The moment of PostgreSQL that the tail shows. */
  private shown: Moment | undefined;
  private pass = 0;
  /** The PostgreSQL snapshot of each pass that may still be asked about. */
  private readonly snapshots = new Map<number, Snapshot>();
  private caughtUpAtMs = -Infinity;
  private underWay: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  private constructor(
    private readonly deps: MirrorDeps,
    private readonly tail: Tail,
  ) {}

  static async create(deps: MirrorDeps): Promise<Mirror> {
    await mkdir(deps.scratchDir, { recursive: true });
    return new Mirror(deps, await Tail.create(await deps.engine.connect()));
  }

  /** Brings everything committed before this call into the tail. */
  catchUp(): Promise<void> {
    if (!this.underWay) {
      this.underWay = this.takePass().finally(() => {
        this.underWay = undefined;
      });
      return this.underWay;
    }
    // The pass under way may have begun before what the caller is after.
    this.next ??= this.underWay
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.catchUp();
      });
    return this.next;
  }

  /** Changes with what the tail shows. */
  get version(): number {
    return this.pass;
  }

  /** Catches up unless that was done just now: so long ago at most. */
  async freshen(withinMs: number = FRESH_MS): Promise<void> {
    if (performance.now() - this.caughtUpAtMs > withinMs) await this.catchUp();
  }

  /** Catches up, and keeps hold of that moment in PostgreSQL and in the tail while others go on. */
  async catchUpAndHold(): Promise<HeldMoment> {
    while (this.underWay) await this.underWay.catch(() => undefined);
    let held: HeldMoment | undefined;
    this.underWay = this.takePass(async (client) => {
      held = await this.hold(client);
    }).finally(() => {
      this.underWay = undefined;
    });
    await this.underWay;
    if (!held) throw new Error('the pass ended without its moment');
    return held;
  }

  /**
   * Reads what was committed, in one transaction.
   *
   * @param keep takes the transaction over instead of its being ended
   */
  private async takePass(keep?: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await this.deps.pool.connect();
    let folder: string | undefined;
    let isKept = false;
    try {
      folder = await mkdtemp(path.join(this.deps.scratchDir, 'pass-'));
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query('SET LOCAL jit = off');
      await this.follow(client, folder);
      if (keep) await keep(client);
      else await client.query('COMMIT');
      isKept = keep !== undefined;
      if (!isKept) client.release();
    } catch (error) {
      if (!isKept) client.release(true);
      throw error;
    } finally {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }
  }

  private async hold(client: PoolClient): Promise<HeldMoment> {
    if (this.shown === undefined) throw new Error('the tail has not been filled');
    const session = await this.deps.engine.connect();
    await session.run('BEGIN TRANSACTION');
    const [state] = await session.all<{ version: number }>('SELECT version FROM state');
    let isReleased = false;
    return {
      client,
      session,
      snapshot: this.shown.snapshot,
      manifest: this.manifests.at(state?.version ?? 0),
      release: async () => {
        if (isReleased) return;
        isReleased = true;
        session.connection.closeSync();
        await client.query('COMMIT').then(
          () => {
            client.release();
          },
          (error: unknown) => {
            client.release(true);
            throw error;
          },
        );
      },
    };
  }

  private async follow(client: PoolClient, folder: string): Promise<void> {
    const { rows } = await client.query<Moment>(SELECT_MOMENT);
    const now = rows[0];
    if (!now) throw new Error('archive_state is empty');
    const lookedAtMs = performance.now();
    const shown = this.followed(now);
    const changes = shown ? (await client.query<NewChange>(SELECT_CHANGES_SINCE, [shown.snapshot])).rows : [];
    if (!shown || changes.length > 0 || shown.version !== now.version)
      await this.change(client, folder, { shown, now, changes });
    this.shown = now;
    this.caughtUpAtMs = lookedAtMs;
  }

  /** What the tail shows, if what was committed since can be told; else it must be filled anew. */
  private followed(now: Moment): Moment | undefined {
    if (!this.shown || isContinued(this.shown, now)) return this.shown;
    this.deps.logger.warn('the database is not where it was left: its events are read anew', {
      was: this.shown,
      is: now,
    });
    return undefined;
  }

  private async change(
    client: PoolClient,
    folder: string,
    { shown, now, changes }: { shown: Moment | undefined; now: Moment; changes: NewChange[] },
  ): Promise<void> {
    const days = shown?.version === now.version ? [] : await readManifest(client, shown?.version ?? -1);
    if (!shown) this.summaries.clear();
    if (shown?.version !== now.version) this.summaries.add(await readSummaries(client, shown?.version ?? -1));
    const pass = this.pass + 1;
    if (!shown) this.snapshots.clear();
    this.snapshots.set(pass, parseSnapshot(now.snapshot));
    await this.tail.begin();
    try {
      if (shown) await this.update(client, folder, { changes, days, pass });
      else await this.fill(client, folder, days, pass);
      await this.tail.commit(shown ? this.manifests.add(days) : this.manifests.replace(days));
    } catch (error) {
      await this.tail.rollback();
      throw error;
    }
    this.pass = pass;
  }

  /** From nothing: every day that isn't archived, and what changed on archived days since they were written. */
  private async fill(client: PoolClient, folder: string, days: ArchivedDay[], pass: number): Promise<void> {
    await this.tail.clear();
    await this.tail.noteArchived(days, pass);
    const sites = await client.query<{ id: number }>(SELECT_SITE_IDS);
    for (const { id } of sites.rows) {
      const archived = days.filter((day) => day.siteId === id);
      await this.fillSite(client, folder, { siteId: id, archived, pass });
    }
    const pending = mergeBySite((await client.query<ChangeRow>(SELECT_PENDING_CHANGES)).rows);
    await this.replaceChanged(client, folder, pending, pass);
    await this.tail.noteSeen((await client.query<SeenRow>(SELECT_SEEN, [null])).rows);
  }

  private async fillSite(
    client: PoolClient,
    folder: string,
    { siteId, archived, pass }: { siteId: number; archived: ArchivedDay[]; pass: number },
  ): Promise<void> {
    const known = new Set(archived.map(({ day }) => day));
    const { rows } = await client.query<{ day: string }>(SELECT_HOT_DAYS, [siteId]);
    const missing = rows.filter(({ day }) => !known.has(day)).map(({ day }) => dayNumberOf(day));
    const files: string[] = [];
    // Days in a row are copied at once: where years were imported, a statement a day would take longer than the rows.
    for (const { first, last } of joinNumbers(missing)) {
      const file = path.join(folder, `${siteId}-${first}.csv`);
      await copyViews(client, { siteId, fromAt: startOfDayNumber(first), toAt: startOfDayNumber(last + 1) }, file);
      files.push(file);
    }
    if (files.length === 0) return;
    for (const day of await this.findCrossed(files, archived)) {
      const file = path.join(folder, `${siteId}-${day.day}-crossed.csv`);
      const number = dayNumberOf(day.day);
      await copyViews(
        client,
        { siteId, fromAt: startOfDayNumber(number), toAt: startOfDayNumber(number + 1), sessionKeys: day.sessionKeys },
        file,
      );
      files.push(file);
    }
    await this.tail.load(files, pass);
    for (const file of files) await rm(file);
  }

  /** The archived days on which sessions of these files have views as well, which PostgreSQL still has. */
  private async findCrossed(
    files: string[],
    archived: ArchivedDay[],
  ): Promise<{ day: string; sessionKeys: string[] }[]> {
    const candidates = archived.filter((day) => day.isHot && day.key !== null);
    if (candidates.length === 0) return [];
    const opened = await this.deps.openFiles(candidates);
    try {
      return await this.tail.findSessions(readCsv(files), opened.paths);
    } finally {
      opened.release();
    }
  }

  private async update(
    client: PoolClient,
    folder: string,
    { changes, days, pass }: { changes: NewChange[]; days: ArchivedDay[]; pass: number },
  ): Promise<void> {
    for (const { siteId, day, snapshot } of days)
      await this.tail.archive(siteId, dayNumberOf(day), this.lastPassSeenBy(snapshot));
    await this.replaceChanged(client, folder, mergeBySite(changes), pass);
    await this.tail.noteSeen(changes);
    const erasedFrom = new Set(changes.filter((change) => change.is_erasure).map((change) => change.site_id));
    for (const siteId of erasedFrom)
      await this.tail.replaceSeen(siteId, (await client.query<SeenRow>(SELECT_SEEN, [siteId])).rows);
  }

  private async replaceChanged(client: PoolClient, folder: string, changes: ChangeRow[], pass: number): Promise<void> {
    for (const change of changes) {
      const isBulk = change.session_ids.length > SESSIONS_SOUGHT_EVERYWHERE;
      for (let start = 0; start < change.session_ids.length; start += SESSIONS_AT_ONCE) {
        const sessionIds = change.session_ids.slice(start, start + SESSIONS_AT_ONCE);
        const file = path.join(folder, `${change.site_id}-changed.csv`);
        await copyViews(
          client,
          {
            siteId: change.site_id,
            sessionIds,
            fromAt: isBulk ? new Date(change.from_at.getTime() - SOUGHT_AROUND_MS) : undefined,
            toAt: isBulk ? new Date(change.to_at.getTime() + SOUGHT_AROUND_MS) : undefined,
          },
          file,
        );
        const tailChange: TailChange = {
          siteId: change.site_id,
          sessionIds,
          days: change.pending_days.map(dayNumberOf),
        };
        await this.tail.replace([tailChange], file, pass);
      }
    }
  }

  private lastPassSeenBy(snapshotText: string): number {
    const snapshot = parseSnapshot(snapshotText);
    let last = -1;
    for (const [pass, seen] of this.snapshots) if (isSeenBy(seen, snapshot)) last = Math.max(last, pass);
    for (const pass of this.snapshots.keys()) if (pass < last) this.snapshots.delete(pass);
    return last;
  }
}
