import type { Job } from 'graphile-worker';

/** A job that this process runs now. */
export interface JobUnderWay {
  id: string;
  /** The worker that holds it in the database. */
  workerId: string;
  abort: AbortController;
  /** Resolves when the job's code has ended, however; writing that down comes after. */
  ended: Promise<void>;
}

const STOPPING = 'The process is stopping.';

/** The jobs of this process, from their start until their outcome is written down. */
export class JobsUnderWay {
  /** By worker, each of which runs one at a time: a job that was lost may come back while its first run is ending. */
  readonly #jobs = new Map<string, JobUnderWay>();
  readonly #interruptedIds = new Set<string>();
  #isClosed = false;

  start(job: Job): JobUnderWay & { end: () => void } {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const underWay = { id: job.id, workerId: job.locked_by ?? '', abort: new AbortController(), ended, end };
    this.#jobs.set(underWay.workerId, underWay);
    // A worker that was asking for a job when it was told to end still starts what it got.
    if (this.#isClosed) this.#interrupt(underWay);
    return underWay;
  }

  forget(job: Job): void {
    this.#jobs.delete(job.locked_by ?? '');
  }

  list(): JobUnderWay[] {
    return [...this.#jobs.values()];
  }

  /** From now on a job that starts is interrupted at once. */
  close(): void {
    this.#isClosed = true;
  }

  /** Aborts the signal of all jobs because the process is stopping. */
  interruptAll(): void {
    for (const job of this.#jobs.values()) this.#interrupt(job);
  }

  /** Those that were interrupted, and have heeded it. */
  get interruptedIds(): string[] {
    return [...this.#interruptedIds];
  }

  #interrupt({ id, abort, ended }: JobUnderWay): void {
    abort.abort(new Error(STOPPING));
    void ended.then(() => this.#interruptedIds.add(id));
  }
}
