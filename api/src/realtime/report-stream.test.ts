import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RealtimeReport } from '@tidemark/contracts';
import { openReportStream } from './report-stream.js';

const STALLED_MS = 200;
/** More than the buffers of a connection hold, of the kernel's and Node's together. */
const MORE_THAN_BUFFERS = 64_000_000;

let server: ReturnType<typeof createServer>;
let reader: Socket;
let response: ServerResponse;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  reader = connect((server.address() as AddressInfo).port, '127.0.0.1');
  reader.on('error', () => undefined); // it's reset when the server lets go
  reader.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
});
afterEach(async () => {
  reader.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** A report of about 100 KB, each another one. */
const buildReport = (number: number): RealtimeReport => ({
  site: 'example.com',
  active_visitors: number,
  page_views_per_minute: [],
  top_pages: [{ page: `example.com/${'x'.repeat(100_000)}`, page_views: number }],
  sources: [],
  countries: [],
  devices: [],
  as_of: '2026-06-01T12:00:00Z',
});

describe('a stream of reports', () => {
  it('keeps no report for a reader that stopped reading, and ends', async () => {
    reader.pause();
    const { send } = openReportStream(response, { stalledMs: STALLED_MS });
    const closed = once(response, 'close');
    let most = 0;
    let isFull = false;
    for (let number = 0; number * 100_000 < MORE_THAN_BUFFERS && !response.destroyed; number += 1) {
      send(buildReport(number));
      most = Math.max(most, response.writableLength);
      isFull ||= response.writableNeedDrain;
      await turn();
    }
    expect(isFull).toBe(true);
    expect(most).toBeLessThan(300_000);
    await closed;
    expect(response.destroyed).toBe(true);
    expect(response.writableFinished).toBe(false);
  });

  it('goes on with a reader that was slow for a while, with the newest report', async () => {
    reader.pause();
    const { send, end } = openReportStream(response, { stalledMs: 60_000 });
    let number = 0;
    while (!response.writableNeedDrain) {
      send(buildReport(number++));
      await turn();
    }
    for (let unsent = 0; unsent < 10; unsent += 1) send(buildReport(number + unsent));
    let text = '';
    reader.on('data', (chunk: Buffer) => (text += chunk.toString()));
    reader.resume();
    await once(response, 'drain');
    send(buildReport(1_000_000));
    end();
    await once(response, 'finish');
    const seen = () => [...text.matchAll(/"active_visitors":(\d+)/g)].map(([, count]) => Number(count));
    while (!seen().includes(1_000_000)) await turn();
    expect(seen()).toEqual([...Array(number).keys(), 1_000_000]);
  });
});
