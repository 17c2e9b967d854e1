import { removeSite, rollUpAll, type NewPageView } from '@tidemark/api';
import { cliActor } from '../cli-actor.js';
import type { Installation } from '../database.js';
import { generateDemo } from './generate.js';
import { DEMO_DOMAIN } from './pages.js';
import { DEMO_DAYS } from './rhythm.js';

const TIME_ZONE = 'Europe/Berlin';
const NAME = 'Demo: Harbour Books';
/** Its name until all is written: a demo that was interrupted is known by it, and made anew. */
const UNFINISHED_NAME = 'Demo (unfinished)';
const BATCH_VIEWS = 5_000;

type DemoDeps = Pick<Installation, 'database' | 'events' | 'sites' | 'audit'>;

/** Told the days written, of all days; the last step brings the daily figures up to date. */
type OnProgress = (done: number, total: number) => void;

/**
 * Makes the demo site where there is no site at all, as on the first start. One that was interrupted goes first: beside a
 * site that has come meanwhile it isn't made anew.
 */
export async function ensureDemo(deps: DemoDeps, onProgress: OnProgress): Promise<'made' | 'removed' | 'skipped'> {
  const known = await deps.sites.list();
  const unfinished = known.filter((site) => site.isDemo && site.name === UNFINISHED_NAME);
  if (known.length === unfinished.length) {
    await makeDemo(deps, { onProgress });
    return 'made';
  }
  if (unfinished.length === 0) return 'skipped';
  await removeDemo(deps);
  return 'removed';
}

export interface MakeDemoOptions {
  onProgress: OnProgress;
  now?: Date;
  days?: number;
}

/** Writes the demo anew: an earlier one goes first. */
export async function makeDemo(
  deps: DemoDeps,
  { onProgress, now = new Date(), days = DEMO_DAYS }: MakeDemoOptions,
): Promise<void> {
  await removeDemo(deps);
  const site = await deps.sites.save({
    domain: DEMO_DOMAIN,
    name: UNFINISHED_NAME,
    timezone: TIME_ZONE,
    country: 'DE',
    isDemo: true,
  });
  const writer = new DemoWriter(deps);
  let done = 0;
  for (const { views } of generateDemo({ siteId: site.id, now, timeZone: TIME_ZONE, days })) {
    await writer.add(views);
    done++;
    onProgress(done, days + 1);
  }
  await writer.finish();
  await deps.sites.save({ id: site.id, name: NAME });
  onProgress(days + 1, days + 1);
}

/** Stores views in batches, and beside it brings the daily figures up to date, so that the end isn't a long wait. */
class DemoWriter {
  private batch: NewPageView[] = [];
  private storing: Promise<void> = Promise.resolve();
  private rolling: Promise<void> = Promise.resolve();
  private isRolling = false;

  constructor(private readonly deps: DemoDeps) {}

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
    await rollUpAll({ pool: this.deps.database.pool, events: this.deps.events });
  }

  private async store(): Promise<void> {
    const views = this.batch;
    this.batch = [];
    await this.deps.events.append(views);
    if (!this.isRolling) this.startRollUp();
  }

  private startRollUp(): void {
    this.isRolling = true;
    this.rolling = rollUpAll({ pool: this.deps.database.pool, events: this.deps.events }).finally(() => {
      this.isRolling = false;
    });
    // What failed is still queued: it's awaited at the end, or rolled up again there.
    this.rolling.catch(() => undefined);
  }
}

/** Removes the demo and all its traffic. Answers whether there was one. */
export async function removeDemo({ sites, events, audit }: Omit<DemoDeps, 'database'>): Promise<boolean> {
  const demo = (await sites.list()).find((site) => site.isDemo);
  if (demo === undefined) return false;
  await removeSite({ sites, events, audit }, { site: demo, actor: cliActor() });
  return true;
}
