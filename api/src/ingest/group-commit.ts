import type { Logger } from 'winston';
import { isUnanswered } from '../db/index.js';
import { AppError } from '../errors.js';

/** How a writer of grouped items behaves. */
export interface GroupCommitOptions<Item, Result> {
  /** Commits a group; what it resolves with is handed to every caller of the group. Repeating it must be harmless. */
  write(items: Item[]): Promise<Result>;
  logger: Logger;
  now: () => Date;
  /** Items per group; a caller's items stay together. */
  maxGroup?: number;
  /** Groups under way at once. */
  maxInFlight?: number;
  /** Items waiting or under way; beyond them callers are told to come back. */
  maxPending?: number;
}

interface Waiting<Item, Result> {
  items: Item[];
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/** What the writer has been doing, for readiness and metrics. */
export interface WriterState {
  pending: number;
  isHealthy: boolean;
  /** When the database answered a write and yet took nothing, as with a full disk; null once it takes something, or is away. */
  blockedAt: Date | null;
}

const RETRY_AFTER_MS = [50, 250, 1_000];
/** So long a group waits for more items unless it has so many: a commit of a few costs the database hardly less than one of many. */
const GATHER_MS = 10;
const GATHERED_ITEMS = 25;

/**
 * Group commit: requests add to a bounded buffer, at most two groups are written at once, and each request is answered
 * after the commit that holds it. A group the database refuses is split, so that a bad item never fails its neighbours;
 * a group that failed in passing is tried again, a few times.
 */
export class GroupCommit<Item, Result> {
  private readonly options: Required<GroupCommitOptions<Item, Result>>;
  private waiting: Waiting<Item, Result>[] = [];
  private pending = 0;
  private inFlight = 0;
  private isHealthy = true;
  private blockedAt: Date | null = null;
  private isClosed = false;
  private gathering: NodeJS.Timeout | undefined;
  private onIdle: (() => void)[] = [];

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.options = { maxGroup: 1_000, maxInFlight: 2, maxPending: 20_000, ...options };
  }

  /**
   * Resolves once the items are committed.
   *
   * @throws AppError `unavailable` when the buffer is full, the writer closed, or the database out of reach.
   */
  append(items: Item[]): Promise<Result> {
    if (this.isClosed) return Promise.reject(busy('The server is stopping.', 5));
    if (this.pending + items.length > this.options.maxPending)
      return Promise.reject(busy('Too many events are waiting to be written.', 2));
    this.pending += items.length;
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, resolve, reject });
      this.gather();
    });
  }

  get state(): WriterState {
    return { pending: this.pending, isHealthy: this.isHealthy, blockedAt: this.blockedAt };
  }

  /** Takes nothing new and resolves when everything taken is written or refused. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.pending > 0) await new Promise<void>((resolve) => this.onIdle.push(resolve));
  }

  private gather(): void {
    if (countItems(this.waiting) >= GATHERED_ITEMS) this.pump();
    else
      this.gathering ??= setTimeout(() => {
        this.pump();
      }, GATHER_MS);
  }

  private pump(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    while (this.inFlight < this.options.maxInFlight && this.waiting.length > 0) {
      const group = this.takeGroup();
      this.inFlight += 1;
      void this.commit(group, 0).finally(() => {
        this.inFlight -= 1;
        this.pending -= countItems(group);
        if (this.pending === 0) for (const resolve of this.onIdle.splice(0)) resolve();
        if (this.waiting.length > 0) this.gather();
      });
    }
  }

  private takeGroup(): Waiting<Item, Result>[] {
    let size = 0;
    let count = 0;
    for (const { items } of this.waiting) {
      if (count > 0 && size + items.length > this.options.maxGroup) break;
      size += items.length;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async commit(group: Waiting<Item, Result>[], attempt: number): Promise<void> {
    try {
      const result = await this.options.write(group.flatMap(({ items }) => items));
      this.isHealthy = true;
      this.blockedAt = null;
      for (const { resolve } of group) resolve(result);
    } catch (error) {
      await this.recover(group, attempt, error);
    }
  }

  private async recover(group: Waiting<Item, Result>[], attempt: number, error: unknown): Promise<void> {
    const delayMs = RETRY_AFTER_MS[attempt];
    if (isRefusal(error)) {
      if (group.length > 1) {
        const middle = Math.ceil(group.length / 2);
        await this.commit(group.slice(0, middle), 0);
        await this.commit(group.slice(middle), 0);
        return;
      }
      this.options.logger.error('the database refused an event that validation let through', { error });
    } else if (delayMs !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await this.commit(group, attempt + 1);
      return;
    } else {
      this.isHealthy = false;
      this.blockedAt = isUnanswered(error) ? null : this.options.now();
      this.options.logger.error('events could not be written', { events: countItems(group), error });
    }
    for (const { reject } of group) reject(busy('The event could not be written now.', 5, error));
  }
}

/** PostgreSQL's classes 22 (data exception) and 23 (integrity violation): the items are at fault, not the moment. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));
}

function countItems(group: readonly { items: unknown[] }[]): number {
  return group.reduce((sum, { items }) => sum + items.length, 0);
}

function busy(detail: string, retryAfterSeconds: number, cause?: unknown): AppError {
  return new AppError({ code: 'unavailable', detail, retryAfterSeconds, cause });
}
