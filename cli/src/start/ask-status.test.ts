import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { askStatus } from './ask-status.js';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

describe('asking for a status', () => {
  it('tells what a server answers', async () => {
    server = createServer((_request, response) => response.writeHead(503).end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await askStatus(`http://127.0.0.1:${String(port)}/api/ready`)).toBe(503);
  });

  it('is undefined where nothing listens', async () => {
    expect(await askStatus('http://127.0.0.1:1/api/ready')).toBeUndefined();
  });
});
