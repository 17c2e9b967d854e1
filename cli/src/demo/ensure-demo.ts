import {
  createEventStore,
  removeSite,
  rollUpAll,
  SiteDirectory,
  type Database,
  type EventStore,
  type NewPageView,
} from '@tidemark/api';
import { withDatabase } from '../database.js';
import { generateDemo } from './generate.js';
import { DEMO_DOMAIN } from './pages.js';
import { DEMO_DAYS } from './rhythm.js';

const TIME_ZONE = 'Europe/Berlin';
const NAME = 'Demo: Harbour Books';
/** Its name until all is written: a demo that was interrupted is known by it, and made anew. */
const UNFINISHED_NAME = 'Demo (unfinished)';
const BATCH_VIEWS = 5_000;

export interface EnsureDemoOptions {
  databaseUrl: string;
  /** Told the days written, of all days; the last step brings the daily figures up to date. */
  onProgress: (done: number, total: number) => void;
}

/** Makes the demo site where there is no site at all, as on the first start. */
export async function ensureDemo({ databaseUrl, onProgress }: EnsureDemoOptions): Promise<'made' | 'skipped'> {
  return withDatabase(databaseUrl, async (database) => {
    const sites = new SiteDirectory(database.orm, { isAutoRegistering: false });
    const known = await sites.list();
    if (known.some((site) => !(site.isDemo && site.name === UNFINISHED_NAME))) return 'skipped';
    await makeDemo({ database, onProgress });
    return 'made';
  });
}

export interface MakeDemoOptions {
  database: Database;
  onProgress: (done: number, total: number) => void;
  now?: Date;
  days?: number;
}

/** Writes the demo anew: an earlier one goes first. */
export async function makeDemo({
  database,
  onProgress,
  now = new Date(),
  days = DEMO_DAYS,
}: MakeDemoOptions): Promise<void> {
  await removeDemo(database);
  const sites = new SiteDirectory(database.orm, { isAutoRegistering: false });
  const site = await sites.save({
    domain: DEMO_DOMAIN,
    name: UNFINISHED_NAME,
    timezone: TIME_ZONE,
    country: 'DE',
    isDemo: true,
  });
  const writer = new DemoWriter(database);
  let done = 0;
  for (const { views } of generateDemo({ siteId: site.id, now, timeZone: TIME_ZONE, days })) {
    await writer.add(views);
    done++;
    onProgress(done, days + 1);
  }
  await writer.finish();
  await sites.save({ id: site.id, name: NAME });
  onProgress(days + 1, days + 1);
}

/** Stores views in batches, and beside it brings the daily figures up to date, so that the end isn't a long wait. */
class DemoWriter {
  private readonly events: EventStore;
  private batch: NewPageView[] = [];
  private storing: Promise<void> = Promise.resolve();
  private rolling: Promise<void> = Promise.resolve();
  private isRolling = false;

  constructor(private readonly database: Database) {
    this.events = createEventStore(database);
  }

  async add(views: NewPageView[]): Promise<void> {
    this.batch.push(...views);
    if (this.batch.length < BATCH_VIEWS) return;
    await this.storing;
    this.storing = this.store();
    // Awaited before the next batch and at the end; until then a failure must not count as unhandled.
    this.storing.catch(() => undefined);
  }

  async finish(): Promise<void> {
    await this.storing;
    await this.store();
    await this.rolling;
    await rollUpAll({ pool: this.database.pool, events: this.events });
  }

  private async store(): Promise<void> {
    const views = this.batch;
    this.batch = [];
    await this.events.append(views);
    if (!this.isRolling) this.startRollUp();
  }

  private startRollUp(): void {
    this.isRolling = true;
    this.rolling = rollUpAll({ pool: this.database.pool, events: this.events }).finally(() => {
      this.isRolling = false;
    });
    // What failed is still queued: it's awaited at the end, or rolled up again there.
    this.rolling.catch(() => undefined);
  }
}

/** Removes the demo and all its traffic. Answers whether there was one. */
export async function removeDemo(database: Database): Promise<boolean> {
  const sites = new SiteDirectory(database.orm, { isAutoRegistering: false });
  const demo = (await sites.list()).find((site) => site.isDemo);
  if (demo === undefined) return false;
  await removeSite({ sites, events: createEventStore(database) }, demo.id);
  return true;
}
