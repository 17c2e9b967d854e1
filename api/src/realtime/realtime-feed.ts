import type { RealtimeReport } from '@tidemark/contracts';
import type { Logger } from 'winston';
import type { SiteEntity } from '../db/index.js';
import type { EventStore } from '../events/index.js';
import { getRealtime } from './get-realtime.js';

const POLL_MS = 1_000;
/** With the time to look, an accepted event shows within 2 s. */
const FRESH_MS = 500;

/** Somebody who watches a site. */
export interface Watcher {
  send(report: RealtimeReport): void;
  /** Called when the server stops. */
  end(): void;
}

interface Feed {
  watchers: Set<Watcher>;
  timer: NodeJS.Timeout;
}

/** One look a second per site that anybody watches, shared by all who watch it; none otherwise. */
export class RealtimeFeed {
  private readonly feeds = new Map<number, Feed>();

  constructor(private readonly deps: { events: EventStore; logger: Logger; now: () => Date }) {}

  /** Hands each new report to `watcher`. @returns what ends it */
  subscribe(site: SiteEntity, watcher: Watcher): () => void {
    const feed = this.feeds.get(site.id) ?? this.open(site);
    feed.watchers.add(watcher);
    return () => {
      feed.watchers.delete(watcher);
      if (feed.watchers.size === 0) this.close(site.id);
    };
  }

  /** Ends every stream: the server is stopping. */
  closeAll(): void {
    for (const { watchers } of this.feeds.values()) for (const watcher of [...watchers]) watcher.end();
  }

  private open(site: SiteEntity): Feed {
    let isLooking = false;
    const look = async () => {
      if (isLooking) return;
      isLooking = true;
      try {
        const report = await getRealtime(this.deps.events, { site, now: this.deps.now(), withinMs: FRESH_MS });
        for (const watcher of this.feeds.get(site.id)?.watchers ?? []) watcher.send(report);
      } catch (error) {
        this.deps.logger.warn('realtime feed: a look failed', { error });
      } finally {
        isLooking = false;
      }
    };
    const feed = { watchers: new Set<Watcher>(), timer: setInterval(() => void look(), POLL_MS) };
    this.feeds.set(site.id, feed);
    return feed;
  }

  private close(siteId: number): void {
    clearInterval(this.feeds.get(siteId)?.timer);
    this.feeds.delete(siteId);
  }
}
