interface UnderWay {
  answer: Promise<unknown>;
  /** Ends the work. */
  end: AbortController;
  waiting: number;
  /** When the work began; infinite while it waits for an earlier answer. */
  beganMs: number;
}

/** Who asks later than that gets a newer answer, worked on after the one under way. */
const SHARED_FOR_MS = 1_000;

/**
 * Lets those who ask the same at the same time share one answer, so that many open dashboards cost no more than one. It's
 * given up once nobody waits for it any more.
 */
export class SharedAnswers {
  private readonly underWay = new Map<string, UnderWay>();

  /**
   * @param question what's asked: equal ones share an answer
   * @param signal aborted when this asker leaves
   */
  async get<Answer>(
    question: unknown,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    const key = JSON.stringify(question);
    const known = this.underWay.get(key);
    const isRecent = known && performance.now() - known.beganMs < SHARED_FOR_MS;
    const shared = isRecent ? known : this.begin(key, work, known?.answer);
    shared.waiting++;
    try {
      return (await unlessAborted(shared.answer, signal)) as Answer;
    } finally {
      shared.waiting--;
      if (shared.waiting === 0) {
        this.forget(key, shared);
        shared.end.abort(signal?.reason);
      }
    }
  }

  private begin(
    key: string,
    work: (signal: AbortSignal) => Promise<unknown>,
    earlier: Promise<unknown> | undefined,
  ): UnderWay {
    const begun: UnderWay = { answer: Promise.resolve(), end: new AbortController(), waiting: 0, beganMs: Infinity };
    const answer = (async () => {
      // Only its end is waited for: those who asked for it are told of its failure.
      await earlier?.catch(() => undefined);
      begun.end.signal.throwIfAborted();
      begun.beganMs = performance.now();
      return work(begun.end.signal);
    })().finally(() => this.forget(key, begun));
    // Who asked is told of a failure by `get`; where all have left, nobody awaits what becomes of it.
    answer.catch(() => undefined);
    begun.answer = answer;
    this.underWay.set(key, begun);
    return begun;
  }

  private forget(key: string, done: UnderWay): void {
    if (this.underWay.get(key) === done) this.underWay.delete(key);
  }
}

/** The answer, or the signal's reason once it's aborted. */
function unlessAborted(answer: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
    void answer.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', leave);
    });
  });
}
