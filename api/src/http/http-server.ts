import http, { type RequestListener, type Server, type ServerOptions } from 'node:http';
import https from 'node:https';
import type { TlsFiles } from '../config.js';
import { findTimeProblem, followTlsFiles, readTlsFiles, type Tell } from './tls-files.js';

/** How long a client may take. */
export interface TimeLimits {
  /** For its headers, and for the TLS handshake. */
  headersMs: number;
  /** For the whole request. */
  requestMs: number;
  /** Between two requests. Proxies in front keep idle connections up to a minute: ours must outlive them. */
  idleMs: number;
  /** So often it is looked whether somebody takes too long. */
  checkMs: number;
}

/** How a server is to serve. */
export interface HttpServerOptions {
  /** Absent: plain HTTP. */
  tls?: TlsFiles | undefined;
  limits?: Partial<TimeLimits> | undefined;
  /** Told of what becomes of the certificate. */
  tell: Tell;
}

const TIME_LIMITS: TimeLimits = { headersMs: 10_000, requestMs: 30_000, idleMs: 65_000, checkMs: 2_000 };
const MAX_HEADER_BYTES = 16_384;
/** Beyond them the newest are closed at once, so that a flood of connections can't take all of the process's files. */
const MAX_CONNECTIONS = 10_000;

/**
 * A server over HTTP, or with a certificate over HTTPS (TLS 1.2 or newer), which waits for nobody too long.
 *
 * @throws ConfigError where the certificate can't be used
 */
export async function createHttpServer(listener: RequestListener, options: HttpServerOptions): Promise<Server> {
  const { headersMs, requestMs, idleMs, checkMs } = { ...TIME_LIMITS, ...options.limits };
  const common: ServerOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const server = options.tls
    ? await createHttpsServer(listener, options.tls, { ...common, handshakeTimeout: headersMs }, options.tell)
    : http.createServer(common, listener);
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

async function createHttpsServer(
  listener: RequestListener,
  files: TlsFiles,
  options: https.ServerOptions,
  tell: Tell,
): Promise<https.Server> {
  const pair = await readTlsFiles(files);
  const problem = findTimeProblem(pair, new Date());
  if (problem !== undefined) tell('warn', problem);
  const server = https.createServer({ ...options, ...pair, minVersion: 'TLSv1.2' }, listener);
  server.on('close', followTlsFiles(server, files, { used: pair, tell }));
  return server;
}
