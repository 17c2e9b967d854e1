import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeApi } from '../testing/fake-api.js';
import { FakeStream } from '../testing/fake-stream.js';
import { startAccess, takeToken } from './access.js';
import { followStream } from './event-stream.js';

const path = '/api/metrics/realtime/stream';
let api: FakeApi;
let received: string[];
let ended: Promise<unknown>;

beforeEach(() => {
  api = new FakeApi().install();
  FakeStream.install(api);
  received = [];
  startAccess(() => Promise.reject(new Error('not asked')));
  takeToken('token-1');
  const { signal } = new AbortController();
  ended = followStream(path, {
    signal,
    onOpen: () => received.push('(open)'),
    onData: (data) => received.push(data),
  }).catch((error: unknown) => error);
});

describe('a stream of events', () => {
  it('brings the token', async () => {
    await FakeStream.latest.open();
    expect(api.requests).toMatchObject([{ path, authorization: 'Bearer token-1' }]);
    expect(received).toEqual(['(open)']);
  });

  it.each([
    ['one at a time', ['data: one\n\n', 'data: two\n\n']],
    ['all at once', ['data: one\n\ndata: two\n\n']],
    ['in pieces', ['da', 'ta: o', 'ne\n', '\ndata: two\n\nda']],
    ['with other line ends', ['data: one\r', '\n\r\ndata: two\r\n\r\n']],
    ['among comments and settings', [': hello\n\nretry: 2000\n\ndata: one\n\nid: 7\ndata:two\n\n']],
  ])('is read %s', async (_, pieces) => {
    for (const piece of pieces) await FakeStream.latest.sendText(piece);
    expect(received).toEqual(['(open)', 'one', 'two']);
  });

  it('keeps the lines of one event together', async () => {
    await FakeStream.latest.sendText('data: one\ndata: two\n\n');
    expect(received).toEqual(['(open)', 'one\ntwo']);
  });

  it('ends as the server ends it', async () => {
    await FakeStream.latest.end();
    await expect(ended).resolves.toBeUndefined();
  });

  it('ends with what broke it', async () => {
    await FakeStream.latest.open();
    await FakeStream.latest.fail();
    await expect(ended).resolves.toMatchObject({ message: 'connection lost' });
  });

  it('that can’t be opened says why', async () => {
    await FakeStream.latest.fail();
    await expect(ended).resolves.toMatchObject({ title: 'The API can’t be reached' });
  });
});
