import type { Server } from 'node:http';
import path from 'node:path';
import { createHttpServer, DASHBOARD_HEADER, OWN_PAGE, secureAnswers, SetupError, type Config } from '@tidemark/api';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { packedAssets } from './packed-assets.js';

/** What the dashboard's server needs to know. */
export interface DashboardOptions extends Pick<Config, 'tls' | 'trustProxy'> {
  /** The built dashboard. */
  folder: string;
  /** Where it listens. */
  host: string;
  port: number;
  api: {
    /** Where this machine reaches it. */
    url: string;
    /** Where websites reach it: the snippet's address. */
    publicUrl: string;
    /** Shown to it with every request, so that it believes who the client is. */
    token: string;
  };
  /** Told of what becomes of the certificate. */
  tell: (level: 'info' | 'warn', message: string) => void;
}

const yearS = 365 * 24 * 60 * 60;

/**
 * The dashboard's files, `/config.json`, and `/api` passed on to the API, so that the page calls its own origin only.
 * @param options Where things are.
 */
export function createDashboardApp({
  folder,
  api,
  trustProxy,
}: Pick<DashboardOptions, 'folder' | 'api' | 'trustProxy'>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustProxy ?? false);
  app.use(settleClient(api.token));
  app.use(
    createProxyMiddleware<Request, Response>({
      target: api.url,
      pathFilter: '/api',
      secure: false, // the certificate is for the name under which others come
      on: {
        error: (_error, _request, response) => {
          // The answer may have begun (a stream that breaks when the API restarts): then it can only end.
          if (!('writeHead' in response) || response.headersSent) {
            response.end();
            return;
          }
          const problem = { type: 'about:blank', title: 'Bad Gateway', status: 502, detail: "The API doesn't answer." };
          response.writeHead(502, { 'Content-Type': 'application/problem+json', 'Retry-After': '2' });
          response.end(JSON.stringify(problem));
        },
      },
    }),
  );
  app.use(secureAnswers(OWN_PAGE));
  app.get('/config.json', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ api_url: api.publicUrl });
  });
  // The names of assets hold their hash: what is under a name never changes.
  const assets = path.join(folder, 'assets');
  app.use('/assets', packedAssets(assets), express.static(assets, { immutable: true, maxAge: yearS * 1000 }));
  app.use('/assets', (_request, response) => {
    response.sendStatus(404); // a page from before an update asks for it; the page itself would be no script
  });
  app.use(express.static(folder, { index: false, maxAge: 0 }));
  app.get('/{*path}', (_request, response) => {
    response.set('Cache-Control', 'no-cache').sendFile(path.join(folder, 'index.html'));
  });
  return app;
}

/**
 * Says in a request who its client is, for the API to believe. In the request itself, since the proxy's event for its own
 * headers isn't emitted where a client expects `100-continue`; Node has answered that already.
 */
const settleClient =
  (token: string): RequestHandler =>
  (request, _response, next) => {
    const { headers, ip = '', protocol } = request;
    delete headers.expect;
    Object.assign(headers, { 'x-forwarded-for': ip, 'x-forwarded-proto': protocol, [DASHBOARD_HEADER]: token });
    next();
  };

/** On this machine alone it is reached under both of its loopback addresses: browsers take `localhost` for either. */
const listHosts = (host: string): string[] => (host === '127.0.0.1' ? ['127.0.0.1', '::1'] : [host]);

async function listen(app: Express, host: string, options: DashboardOptions): Promise<Server | undefined> {
  const { port, tls, tell } = options;
  const server = await createHttpServer(app, { tls, tell });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE')
        reject(new SetupError(`Port ${String(port)} is taken: end what listens there, or set DASHBOARD_PORT.`));
      else if (host !== options.host)
        resolve(undefined); // no IPv6 here
      else reject(error);
    });
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}

/**
 * Serves the dashboard: to this machine alone, unless API_HOST says otherwise.
 * @param options Where things are.
 * @returns Stops it.
 */
export async function startDashboard(options: DashboardOptions): Promise<() => Promise<void>> {
  const app = createDashboardApp(options);
  const servers: Server[] = [];
  const stop = async (): Promise<void> => {
    const closed = servers.map(
      async (server) =>
        new Promise<void>((resolve) => {
          server.close(() => {
            resolve();
          });
          server.closeAllConnections(); // live streams never end by themselves
        }),
    );
    await Promise.all(closed);
  };
  try {
    for (const host of listHosts(options.host)) {
      const server = await listen(app, host, options);
      if (server) servers.push(server);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
