import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A website whose every path is a page with the script's tag. */
export interface Website {
  /** On plain http and a name of its own, where browsers leave out what only secure pages get. */
  readonly origin: string;
  /** The tag of the script, and whatever else a test wants in the head. */
  head: string;
  /** What every page shows. */
  body: string;
  stop(): Promise<void>;
}

/** The name under which browsers of {@link openBench} find the website. */
export const WEBSITE_HOST = 'shop.test';

/** Starts a website on a free port of the loopback address. */
export async function startWebsite(): Promise<Website> {
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><head>${website.head}</head><body>${website.body}</body></html>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const website: Website = {
    origin: `http://${WEBSITE_HOST}:${String((server.address() as AddressInfo).port)}`,
    head: '',
    body: '<h1>Shop</h1>',
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return website;
}
