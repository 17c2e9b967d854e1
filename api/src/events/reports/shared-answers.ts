/** What the answers are made of, and by whom. */
export interface AnswerSource {
  /** Others' questions are worked on as many as can be. */
  isBusy(): boolean;
  /** Makes sure that what was committed so long ago is known. */
  freshen(withinMs?: number): Promise<void>;
  /** Changes with what is known. */
  version(): number;
}

export interface AskOptions {
  /** Aborted when this asker leaves. */
  signal?: AbortSignal | undefined;
  /** What was committed so long ago must be in the answer, however busy the machine is. */
  withinMs?: number;
}

interface UnderWay {
  answer: Promise<unknown>;
  /** Ends the work. */
  end: AbortController;
  waiting: number;
  /** When the work began; infinite while it waits for an earlier answer. */
  beganMs: number;
}

interface Given {
  answer: unknown;
  version: number;
  beganMs: number;
  tookMs: number;
}

/** Who asks later than that gets a newer answer. */
const SHARED_FOR_MS = 1_000;
/** An answer is good for so many times as long as it took, so that a question costs a fifth of the time at most; but no longer than that. */
const GOOD_TIMES = 4;
const GOOD_FOR_MS = 2_000;
/** On a busy machine, an answer is given so long while a newer one is made. */
const GIVEN_FOR_MS = 3_000;

/**
 * Lets those who ask the same at about the same time share one answer, so that many open dashboards cost no more than one.
 * Work on an answer is given up once nobody waits for it any more.
 */
export class SharedAnswers {
  private readonly underWay = new Map<string, UnderWay>();
  private readonly given = new Map<string, Given>();

  constructor(private readonly source: AnswerSource) {}

  /** @param question what's asked: equal ones share an answer */
  async get<Answer>(
    question: unknown,
    { signal, withinMs }: AskOptions,
    work: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    const key = JSON.stringify(question);
    const last = withinMs === undefined ? this.given.get(key) : undefined;
    if (last && isGood(last)) return last.answer as Answer;
    if (last && this.source.isBusy()) {
      if (!this.underWay.has(key)) this.begin(key, work).waiting++;
      return last.answer as Answer;
    }
    await unlessAborted(this.source.freshen(withinMs), signal);
    const given = this.given.get(key);
    if (given?.version === this.source.version() && isRecent(given)) return given.answer as Answer;
    return (await this.share(key, work, signal)) as Answer;
  }

  /** Gives nobody an answer from before. */
  clear(): void {
    this.given.clear();
    this.underWay.clear();
  }

  private async share(
    key: string,
    work: (signal: AbortSignal) => Promise<unknown>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const known = this.underWay.get(key);
    const shared = known && isRecent(known) ? known : this.begin(key, work, known?.answer);
    shared.waiting++;
    try {
      return await unlessAborted(shared.answer, signal);
    } finally {
      shared.waiting--;
      if (shared.waiting === 0) {
        this.forget(key, shared);
        shared.end.abort(signal?.reason);
      }
    }
  }

  private begin(key: string, work: (signal: AbortSignal) => Promise<unknown>, earlier?: Promise<unknown>): UnderWay {
    const begun: UnderWay = { answer: Promise.resolve(), end: new AbortController(), waiting: 0, beganMs: Infinity };
    const answer = (async () => {
      // Only its end is waited for: those who asked for it are told of its failure.
      await earlier?.catch(() => undefined);
      begun.end.signal.throwIfAborted();
      begun.beganMs = performance.now();
      const version = this.source.version();
      const found = await work(begun.end.signal);
      const { beganMs } = begun;
      if (this.underWay.get(key) === begun)
        this.keep(key, { answer: found, version, beganMs, tookMs: performance.now() - beganMs });
      return found;
    })().finally(() => {
      this.forget(key, begun);
    });
    // Who asked is told of a failure by `get`; where all have left, nobody awaits what becomes of it.
    answer.catch(() => undefined);
    begun.answer = answer;
    this.underWay.set(key, begun);
    return begun;
  }

  private keep(key: string, given: Given): void {
    this.given.set(key, given);
    const restMs = given.beganMs + GIVEN_FOR_MS - performance.now();
    setTimeout(
      () => {
        if (this.given.get(key) === given) this.given.delete(key);
      },
      Math.max(0, restMs),
    ).unref();
  }

  private forget(key: string, done: UnderWay): void {
    if (this.underWay.get(key) === done) this.underWay.delete(key);
  }
}

const isRecent = ({ beganMs }: { beganMs: number }) => performance.now() - beganMs < SHARED_FOR_MS;

const isGood = ({ beganMs, tookMs }: Given) =>
  performance.now() - beganMs - tookMs < Math.min(GOOD_TIMES * tookMs, GOOD_FOR_MS);

/** The answer, or the signal's reason once it's aborted. */
function unlessAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
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
