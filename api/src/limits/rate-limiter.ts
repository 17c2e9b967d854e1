import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { networkOf } from '../domain/address.js';
import { ADD_REQUESTS, FORGET_PAST_WINDOWS } from './queries.js';

/** What a limiter needs to know. */
export interface RateLimiterOptions {
  /** Its name in headers; limiters of one name count together, in whatever process they run. */
  name: string;
  /** Requests a minute and address; 0: as many as they like. */
  perMinute: number;
  pool: Pool;
  /** The key of a UTC day, the same in all processes. */
  saltOf: (date: string) => Promise<Buffer>;
  logger: Logger;
  now: () => Date;
}

/** What an address has left of its present minute. */
export interface Allowance {
  isExceeded: boolean;
  remaining: number;
  /** Until the minute ends. */
  resetSeconds: number;
}

/** An address's requests in a minute. */
interface Counter {
  network: string;
  windowEndsMs: number;
  /** As the database last said, of all processes. */
  settled: number;
  /** Allowed here since, or just being settled. */
  pending: number;
}

const WINDOW_MS = 60_000;
const SETTLE_EVERY_MS = 200;
/** Counts below this share of the limit stay here: nearly all addresses send less, and cost the database nothing. */
const SETTLED_SHARE = 0.05;
const REMEMBERED_ADDRESSES = 100_000;

/**
 * Requests a minute and address, over all processes on the database. Each counts on its own and so answers at once; what
 * an address has used is added up in PostgreSQL in steps of a twentieth of the limit, five times a second at most. By that
 * much a process may know too little of the others. While the database is away, each knows only itself.
 */
export class RateLimiter {
  private readonly counters = new LRUCache<string, Counter>({ max: REMEMBERED_ADDRESSES });
  private readonly settleFrom: number;
  private unsettled = new Set<Counter>();
  private timer: NodeJS.Timeout | undefined;
  private settling: Promise<void> | undefined;
  private settledAtMs = -Infinity;
  private forgotAtMs = -Infinity;
  private isFailing = false;
  private isClosed = false;

  constructor(private readonly options: RateLimiterOptions) {
    this.settleFrom = Math.max(1, Math.floor(options.perMinute * SETTLED_SHARE));
  }

  get name(): string {
    return this.options.name;
  }

  get perMinute(): number {
    return this.options.perMinute;
  }

  /** Counts a request, unless the address has none left. */
  take(address: string | undefined): Allowance {
    const nowMs = this.options.now().getTime();
    const counter = this.counterOf(networkOf(address) ?? 'unknown', nowMs);
    const isExceeded = counter.settled + counter.pending >= this.perMinute;
    if (!isExceeded) {
      counter.pending += 1;
      if (counter.pending >= this.settleFrom) this.settleSoon(counter);
    }
    return {
      isExceeded,
      remaining: Math.max(0, this.perMinute - counter.settled - counter.pending),
      resetSeconds: Math.max(1, Math.ceil((counter.windowEndsMs - nowMs) / 1_000)),
    };
  }

  /** Ends the counting, and resolves when the database is no longer asked. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.settling;
  }

  private counterOf(network: string, nowMs: number): Counter {
    const known = this.counters.get(network);
    if (known && known.windowEndsMs > nowMs) return known;
    const windowEndsMs = (Math.floor(nowMs / WINDOW_MS) + 1) * WINDOW_MS;
    const counter = { network, windowEndsMs, settled: 0, pending: 0 };
    this.counters.set(network, counter);
    return counter;
  }

  private settleSoon(counter: Counter): void {
    this.unsettled.add(counter);
    this.schedule();
  }

  private schedule(): void {
    if (this.isClosed || this.timer || this.settling || this.unsettled.size === 0) return;
    const waitMs = Math.max(0, this.settledAtMs + SETTLE_EVERY_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.settledAtMs = performance.now();
      this.settling = this.settle().finally(() => {
        this.settling = undefined;
        this.schedule();
      });
    }, waitMs);
    this.timer.unref();
  }

  private async settle(): Promise<void> {
    const { pool, now, logger } = this.options;
    const counters = [...this.unsettled];
    this.unsettled = new Set();
    try {
      await this.add(counters);
      if (now().getTime() - this.forgotAtMs > WINDOW_MS) {
        this.forgotAtMs = now().getTime();
        await pool.query(FORGET_PAST_WINDOWS, [now()]);
      }
      this.isFailing = false;
    } catch (error) {
      for (const counter of counters) if (counter.windowEndsMs > now().getTime()) this.unsettled.add(counter);
      if (!this.isFailing) logger.warn('rate limits are counted by each process alone', { error });
      this.isFailing = true;
    }
  }

  private async add(counters: readonly Counter[]): Promise<void> {
    const sent = counters.map(({ pending }) => pending);
    const keys = await Promise.all(counters.map((counter) => this.keyOf(counter)));
    const { rows } = await this.options.pool.query<{ key: Buffer; used: number }>(ADD_REQUESTS, [
      keys,
      counters.map(({ windowEndsMs }) => new Date(windowEndsMs)),
      sent,
    ]);
    const used = new Map(rows.map((row) => [row.key.toString('hex'), row.used]));
    counters.forEach((counter, index) => {
      counter.settled = used.get(keys[index]?.toString('hex') ?? '') ?? counter.settled;
      counter.pending -= sent[index] ?? 0;
    });
  }

  /** A keyed hash: without the day's key, which is thrown away, it leads to no address. */
  private async keyOf({ network, windowEndsMs }: Counter): Promise<Buffer> {
    const salt = await this.options.saltOf(new Date(windowEndsMs).toISOString().slice(0, 10));
    return createHmac('sha256', salt).update(`rate limit\n${this.name}\n${network}`).digest().subarray(0, 16);
  }
}
