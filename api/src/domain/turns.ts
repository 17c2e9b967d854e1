/** Lets so many through at a time; the rest wait in order. */
export class Turns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(count: number) {
    this.free = count;
  }

  get areTaken(): boolean {
    return this.free === 0;
  }

  /**
   * Waits for a turn.
   *
   * @returns what ends it
   * @throws the signal's reason when it's aborted first
   */
  async take(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.free > 0) this.free--;
    else await this.wait(signal);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    };
  }

  private wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(proceed), 1);
        reject(signal?.reason as Error);
      };
      const proceed = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.waiting.push(proceed);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
