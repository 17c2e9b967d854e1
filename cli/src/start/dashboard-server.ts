import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { SetupError } from '@tidemark/api';
import express, { type Express } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';

/** What the dashboard's server needs to know. */
export interface DashboardOptions {
  /** The built dashboard. */
  folder: string;
  port: number;
  apiPort: number;
}

const yearS = 365 * 24 * 60 * 60;

/** The page loads nothing but its own files, and nobody may frame it. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'", // React's style attributes in server-less markup
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The dashboard's files, `/config.json`, and `/api` passed on to the API, so that the page calls its own origin only.
 * @param options Where things are.
 */
export function createDashboardApp({ folder, apiPort }: DashboardOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(
    createProxyMiddleware({
      target: `http://127.0.0.1:${String(apiPort)}`,
      pathFilter: '/api',
      xfwd: true,
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
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    });
    next();
  });
  app.get('/config.json', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ api_url: `http://localhost:${String(apiPort)}` });
  });
  // The names of assets hold their hash: what is under a name never changes.
  app.use('/assets', express.static(path.join(folder, 'assets'), { immutable: true, maxAge: yearS * 1000 }));
  app.use('/assets', (_request, response) => {
    response.sendStatus(404); // a page from before an update asks for it; the page itself would be no script
  });
  app.use(express.static(folder, { index: false, maxAge: 0 }));
  app.get('/{*path}', (_request, response) => {
    response.set('Cache-Control', 'no-cache').sendFile(path.join(folder, 'index.html'));
  });
  return app;
}

async function listen(app: Express, port: number, host: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer(app);
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE')
        reject(new SetupError(`Port ${String(port)} is taken: end what listens there, or set DASHBOARD_PORT.`));
      else if (host === '::1')
        resolve(undefined); // no IPv6 here
      else reject(error);
    });
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}

/**
 * Serves the dashboard to this machine alone, on IPv4 and, where there is one, IPv6 loopback.
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
    for (const host of ['127.0.0.1', '::1']) {
      const server = await listen(app, options.port, host);
      if (server) servers.push(server);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
