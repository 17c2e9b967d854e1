import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TrackEvent } from '@tidemark/contracts';

/** What the collector does with a request: a status, with headers, or no answer at all (`down`). */
export type Answer = { readonly status: number; readonly headers?: Record<string, string> } | 'down';

/** One `POST /api/track`, as it came. */
export interface Delivery {
  readonly contentType: string | undefined;
  readonly userAgent: string | undefined;
  readonly events: readonly TrackEvent[];
  readonly answer: Answer;
  readonly atMs: number;
}

/** A stand-in for the API: serves the script and takes down everything that is posted. */
export interface Collector {
  readonly origin: string;
  readonly deliveries: Delivery[];
  /** Decides on each request; 201 unless a test says otherwise. */
  answer: (events: readonly TrackEvent[]) => Answer;
  /** All events that were answered 201, the largest report of each event_id, as the server would keep them. */
  readStored(): TrackEvent[];
  stop(): Promise<void>;
}

const openToAll = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' };
const scripts = new URL('../dist/', import.meta.url);
const files: Record<string, string> = { '/core.js': 'tracker.core.js', '/tidemark-banner.js': 'tidemark-banner.js' };

/** Starts a collector on a free port of the loopback address. */
export async function startCollector(): Promise<Collector> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    void handle(request, response);
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://collector');
    if (request.method !== 'POST') {
      const script = await readFile(new URL(files[pathname] ?? 'tracker.js', scripts));
      response.writeHead(200, { ...openToAll, 'Content-Type': 'text/javascript' }).end(script);
      return;
    }
    const body: unknown = JSON.parse(await readText(request));
    const events = (Array.isArray(body) ? body : [body]) as TrackEvent[];
    const answer = pathname === '/api/track' ? collector.answer(events) : { status: 404 };
    const { 'content-type': contentType, 'user-agent': userAgent } = request.headers;
    deliveries.push({ contentType, userAgent, events, answer, atMs: Date.now() });
    if (answer === 'down') request.socket.destroy();
    else response.writeHead(answer.status, { ...openToAll, ...answer.headers }).end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const collector: Collector = {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    deliveries,
    answer: () => ({ status: 201 }),
    readStored: () => keepLargest(deliveries),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return collector;
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function keepLargest(deliveries: readonly Delivery[]): TrackEvent[] {
  const stored = new Map<string, TrackEvent>();
  for (const { answer, events } of deliveries) {
    if (answer === 'down' || answer.status !== 201) continue;
    for (const event of events) {
      const id = event.event_id ?? '';
      const known = stored.get(id);
      if (!known || (event.time_on_page ?? -1) > (known.time_on_page ?? -1)) stored.set(id, event);
    }
  }
  return [...stored.values()];
}
