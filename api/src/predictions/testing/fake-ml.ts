import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { addDays } from '../../domain/period.js';

export const TOKEN = 'a-token-for-tests';

/** What the API sends. */
export interface Question {
  site: string;
  metric: string;
  country?: string;
  history: { date: string; value: number | null }[];
  exclude: { start: string; end: string; reason: string }[];
  horizon?: number;
  levels?: number[];
}

export type FakeJob = Record<string, unknown> & { status: string };

/** A server that speaks the ML service's contract, and does what the test says. */
export interface FakeMl {
  url: string;
  token: string;
  forecasts: Question[];
  trainings: Question[];
  /** By id; a restart forgets them. */
  jobs: Map<string, FakeJob>;
  cancelled: string[];
  model: { model_version: string; model_kind: string; trained_at: string | null };
  /** What the week before is multiplied by. */
  factor: number;
  /** Half the width of the 90% interval, over the value. */
  width: number;
  /** Answers instead of a forecast. */
  refuse?: { status: number; body: unknown; after?: number } | undefined;
  /** How a job begins. */
  newJob: () => FakeJob;
  /** Breaks off what is under way, and listens no more. */
  kill(): Promise<void>;
  /** Listens again, at the same address, without its jobs. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A training's result, as the service tells it. */
export function buildResult(about: Record<string, unknown> = {}): FakeJob {
  const figures = { mae: 5, mase: 0.8, standard_error: 0.02, coverage: { '80': 0.8 }, relative_width: { '80': 0.7 } };
  return {
    status: 'succeeded',
    progress: 1,
    step: 'done',
    result: {
      model_version: 'v1',
      model_kind: 'blend',
      promoted: true,
      reason: 'better than the shipped model',
      candidates: [
        { kind: 'seasonal_naive', relative_mae: 1, ...figures },
        { kind: 'blend', relative_mae: 0.75, ...figures },
      ],
      origins: 30,
      epochs: 12,
      ...about,
    },
  };
}

export async function startFakeMl(): Promise<FakeMl> {
  let server: Server;
  let port = 0;
  let lastJob = 0;
  const listen = async () => {
    server = createServer((request, response) => {
      answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  };
  const kill = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  const send = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'Content-Type': status < 300 ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(body));
  };
  const problem = (response: ServerResponse, status: number, code: string) => {
    send(response, status, { type: `urn:${code}`, title: code, status, code, detail: `It is ${code}.` });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url}`;
    if (route === 'GET /health') {
      send(response, 200, { status: 'ok', version: '1' });
      return;
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      problem(response, 401, 'unauthorized');
      return;
    }
    const jobId = /^\/v1\/jobs\/(.+)$/.exec(request.url ?? '')?.[1];
    if (jobId !== undefined) {
      const job = fake.jobs.get(jobId);
      if (request.method === 'DELETE') fake.cancelled.push(jobId);
      if (job) send(response, 200, { job_id: jobId, kind: 'train', ...job });
      else problem(response, 404, 'not_found');
      return;
    }
    const question = (await json(request)) as Question;
    if (route === 'POST /v1/forecast') {
      fake.forecasts.push(question);
      if (fake.refuse && fake.forecasts.length > (fake.refuse.after ?? 0))
        send(response, fake.refuse.status, fake.refuse.body);
      else send(response, 200, forecast(question));
      return;
    }
    fake.trainings.push(question);
    lastJob += 1;
    fake.jobs.set(`job-${lastJob}`, fake.newJob());
    send(response, 202, { job_id: `job-${lastJob}`, status: 'queued' });
  }

  function forecast({ site, metric, history, horizon = 7 }: Question) {
    const last = history.at(-1)!;
    const data = Array.from({ length: horizon }, (_, index) => {
      const value = Math.max(0, (history.at(-7 + (index % 7))?.value ?? 0) * fake.factor);
      const within = (share: number): [number, number] => [
        Math.max(0, value * (1 - share * fake.width)),
        value * (1 + share * fake.width),
      ];
      return {
        date: addDays(last.date, index + 1),
        value,
        intervals: { '80': within(0.8), '90': within(1), '95': within(1.2) },
      };
    });
    return { site, metric, origin: last.date, ...fake.model, data };
  }

  await listen();
  const fake: FakeMl = {
    url: `http://127.0.0.1:${port}`,
    token: TOKEN,
    forecasts: [],
    trainings: [],
    jobs: new Map(),
    cancelled: [],
    model: { model_version: 's1.0', model_kind: 'lstm_pretrained', trained_at: null },
    factor: 1,
    width: 0.5,
    newJob: () => buildResult(),
    kill,
    restart: async () => {
      fake.jobs.clear();
      await listen();
    },
    stop: kill,
  };
  return fake;
}
