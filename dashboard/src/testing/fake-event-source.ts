import { act } from '@testing-library/react';

/** An `EventSource` whose server is the test. */
export class FakeEventSource {
  static opened: FakeEventSource[] = [];
  onopen: (() => void) | undefined;
  onmessage: ((message: { data: string }) => void) | undefined;
  onerror: (() => void) | undefined;
  isClosed = false;

  constructor(readonly url: string) {
    FakeEventSource.opened.push(this);
  }

  /** Takes the place of the browser's own; forgets earlier streams. */
  static install(): void {
    FakeEventSource.opened = [];
    Object.assign(globalThis, { EventSource: FakeEventSource });
  }

  static get latest(): FakeEventSource {
    const latest = FakeEventSource.opened.at(-1);
    if (latest === undefined) throw new Error('no stream was opened');
    return latest;
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    act(() => this.onopen?.());
  }

  send(report: unknown): void {
    act(() => this.onmessage?.({ data: JSON.stringify(report) }));
  }

  fail(): void {
    act(() => this.onerror?.());
  }
}
