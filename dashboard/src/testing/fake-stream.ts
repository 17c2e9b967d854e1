import { act } from '@testing-library/react';
import type { FakeApi } from './fake-api.js';

const path = '/api/metrics/realtime/stream';

interface Piece {
  done: boolean;
  value?: Uint8Array;
}

/** One call of the live stream, answered by the test. */
export class FakeStream {
  static opened: FakeStream[] = [];
  private readonly pieces: (Piece | Error)[] = [];
  private wakeReader: () => void = () => undefined;
  private answer: (isOpen: boolean) => void = () => undefined;

  constructor(
    readonly url: string,
    private readonly signal: AbortSignal | undefined,
  ) {
    FakeStream.opened.push(this);
  }

  /** Answers the stream's address from now on; forgets earlier streams. */
  static install(api: FakeApi): void {
    FakeStream.opened = [];
    api.on(path, async ({ pathname, search }, { signal }) => {
      const stream = new FakeStream(pathname + search, signal);
      const isOpen = await new Promise<boolean>((resolve) => {
        stream.answer = resolve;
      });
      if (!isOpen) throw new TypeError('connection refused');
      return { status: 200, contentType: 'text/event-stream', read: stream.read };
    });
  }

  static get latest(): FakeStream {
    const latest = FakeStream.opened.at(-1);
    if (latest === undefined) throw new Error('no stream was opened');
    return latest;
  }

  /** Whether its reader has left. */
  get isClosed(): boolean {
    return this.signal?.aborted === true;
  }

  async open(): Promise<void> {
    await act(async () => {
      this.answer(true);
      await settle();
    });
  }

  /** Opens the stream if need be, and sends a report. */
  async send(report: unknown): Promise<void> {
    await this.sendText(`data: ${JSON.stringify(report)}\n\n`);
  }

  async sendText(text: string): Promise<void> {
    await this.give({ done: false, value: new TextEncoder().encode(text) });
  }

  /** The connection breaks. */
  async fail(): Promise<void> {
    await this.give(new TypeError('connection lost'));
  }

  /** The server ends the stream. */
  async end(): Promise<void> {
    await this.give({ done: true });
  }

  private async give(piece: Piece | Error): Promise<void> {
    await act(async () => {
      this.pieces.push(piece);
      this.answer(!(piece instanceof Error));
      this.wakeReader();
      await settle();
    });
  }

  private readonly read = async (): Promise<Piece> => {
    if (this.pieces.length === 0)
      await new Promise<void>((resolve) => {
        this.wakeReader = resolve;
      });
    const piece = this.pieces.shift();
    if (piece === undefined) return this.read();
    if (piece instanceof Error) throw piece;
    return piece;
  };
}

/** Lets what was given pass through all the promises on its way. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
