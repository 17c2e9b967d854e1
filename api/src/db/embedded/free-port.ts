import net from 'node:net';
import { SetupError, getErrorCode } from './setup-error.js';

const attempts = 100;

/**
 * Whether a port can be listened on.
 * @param port The port; 0 gives any free one.
 * @param host Where; the loopback address unless said otherwise.
 * @returns The port, or undefined when it is taken.
 * @throws SetupError when we may not listen there at all.
 */
export async function tryPort(port: number, host = '127.0.0.1'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (error) => {
      const code = getErrorCode(error);
      if (code === 'EADDRINUSE') resolve(undefined);
      else
        reject(
          new SetupError(`Port ${String(port)} of ${host} can't be used (${code ?? error.message}).`, { cause: error }),
        );
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  });
}

/**
 * The port asked for, or the next free one after it.
 * @param first The port asked for; 0: any.
 */
export async function findFreePort(first: number): Promise<number> {
  for (let port = first; port < first + attempts && port <= 65_535; port++) {
    const free = await tryPort(port);
    if (free !== undefined) return free;
  }
  throw new SetupError(`No port from ${String(first)} on is free for the database: set PG_PORT to another.`);
}
