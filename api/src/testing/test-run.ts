/** The variable in which the test workers find the server's address. */
export const SERVER_URL = 'TIDEMARK_TEST_SERVER_URL';

/** The variable with the name of this run: runs that share a server keep out of each other's way. */
export const RUN_NAME = 'TIDEMARK_TEST_RUN';

/** What the teardown needs of the server. */
interface StoppableServer {
  stop(): Promise<void>;
}

let running: StoppableServer | undefined;

/**
 * Keeps the server for the teardown, which runs in the same process.
 * @param server The server.
 */
export function shareServer(server: StoppableServer): void {
  running = server;
}

/** The run's server; undefined where the address was given, or it was taken before. */
export function takeServer(): StoppableServer | undefined {
  const server = running;
  running = undefined;
  return server;
}

/** The address of the test server, and the run's name. */
export interface TestRun {
  serverUrl: string;
  name: string;
}

/** The run that this process is a part of. */
export function getTestRun(): TestRun {
  const serverUrl = process.env[SERVER_URL];
  const name = process.env[RUN_NAME];
  if (!serverUrl || !name) throw new Error('There is no test server: is the globalSetup of jest.config.js at work?');
  return { serverUrl, name };
}
