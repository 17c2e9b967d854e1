import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { buildRealtime } from '../testing/factories.js';
import { FakeApi } from '../testing/fake-api.js';
import { FakeStream } from '../testing/fake-stream.js';
import { followWhileVisible, type LiveEvent } from './live-feed.js';

let api: FakeApi;
let events: LiveEvent[];
let close: () => void;

const connections = () => events.flatMap((event) => (event.kind === 'connection' ? [event.connection] : []));
const visitors = () => events.flatMap((event) => (event.kind === 'report' ? [event.report.active_visitors] : []));
const snapshots = () => api.requestsTo('/api/metrics/realtime').length;

beforeEach(() => {
  jest.useFakeTimers();
  api = new FakeApi().install().answer('/api/metrics/realtime', buildRealtime({ active_visitors: 1 }));
  FakeStream.install(api);
  events = [];
  close = followWhileVisible('harbour.example', (event) => events.push(event));
});

afterEach(() => {
  close();
  jest.useRealTimers();
});

describe('the live feed', () => {
  it('shows a snapshot first and then what the stream sends', async () => {
    await jest.advanceTimersByTimeAsync(0);
    await FakeStream.latest.open();
    await FakeStream.latest.send(buildRealtime({ active_visitors: 2 }));
    expect(FakeStream.latest.url).toBe('/api/metrics/realtime/stream?site=harbour.example');
    expect(visitors()).toEqual([1, 2]);
    expect(connections()).toEqual(['live']);
  });

  it('reconnects by itself, later each time, and at once counts from the start when it is back', async () => {
    await jest.advanceTimersByTimeAsync(0);
    await FakeStream.latest.fail();
    expect(connections()).toEqual(['stale']);
    expect(FakeStream.opened).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(FakeStream.opened).toHaveLength(2);
    await FakeStream.latest.fail();
    await jest.advanceTimersByTimeAsync(1_999);
    expect(FakeStream.opened).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(FakeStream.opened).toHaveLength(3);
    await FakeStream.latest.open();
    expect(connections()).toEqual(['stale', 'stale', 'live']);
    await FakeStream.latest.fail();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(FakeStream.opened).toHaveLength(4);
  });

  it('takes a snapshot after a silence, and opens the stream anew', async () => {
    await jest.advanceTimersByTimeAsync(0);
    await FakeStream.latest.open();
    await jest.advanceTimersByTimeAsync(29_999);
    expect([snapshots(), connections()]).toEqual([1, ['live']]);
    await jest.advanceTimersByTimeAsync(1);
    expect([snapshots(), connections()]).toEqual([2, ['live', 'stale']]);
    expect(FakeStream.latest.isClosed).toBe(true);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(FakeStream.opened).toHaveLength(2);
  });

  it('leaves its connection to other tabs while nobody can see the page', async () => {
    const isHidden = jest.spyOn(document, 'hidden', 'get');
    const turn = (hidden: boolean) => {
      isHidden.mockReturnValue(hidden);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    await jest.advanceTimersByTimeAsync(0);
    turn(true);
    expect(FakeStream.latest.isClosed).toBe(true);
    await jest.advanceTimersByTimeAsync(60_000);
    expect([FakeStream.opened.length, snapshots()]).toEqual([1, 1]);
    turn(false);
    turn(false);
    await jest.advanceTimersByTimeAsync(0);
    expect([FakeStream.opened.length, snapshots()]).toEqual([2, 2]);
    isHidden.mockRestore();
  });

  it('says why a snapshot failed, and opens the stream anew', async () => {
    api.fail('/api/metrics/realtime', { title: 'Temporarily unavailable' });
    await jest.advanceTimersByTimeAsync(31_000);
    expect(events.find((event) => event.kind === 'failed')).toMatchObject({
      error: { title: 'Temporarily unavailable' },
    });
    expect(FakeStream.opened[0]).toHaveProperty('isClosed', true);
    expect(FakeStream.opened.length).toBeGreaterThan(1);
  });

  it('is silent once it is closed', async () => {
    close();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(FakeStream.latest.isClosed).toBe(true);
    expect(FakeStream.opened).toHaveLength(1);
    expect(snapshots()).toBe(1);
  });
});
