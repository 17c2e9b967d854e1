import { stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import S3rver from 's3rver';

/** A server that speaks S3, with a bucket named `bucket`. */
export interface TestS3Server {
  /** For ARCHIVE_URL. */
  url: string;
  /** Every answer to a GET of an object, by its path in the bucket. */
  downloads: string[];
  /** While true, a download ends in the middle. */
  isBreaking: boolean;
  close(): Promise<void>;
}

/** The only credentials the server knows. */
export const TEST_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

/** Starts the server on a free port; its objects lie in `directory`. */
export async function startS3Server(directory: string): Promise<TestS3Server> {
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'bucket' }],
  });
  waitForWrites(server);
  const { port } = await server.run();
  const running: TestS3Server = {
    url: `s3://bucket/some/prefix?endpoint=http://127.0.0.1:${port}`,
    downloads: [],
    isBreaking: false,
    close: async () => {
      server.httpServer.closeAllConnections();
      await server.close();
    },
  };
  watchDownloads(server, running);
  return running;
}

/** It answers a PUT before the last bytes are in its file, so that a GET right after could miss them. */
function waitForWrites({ store }: S3rver): void {
  const putObject = store.putObject.bind(store);
  store.putObject = async (object) => {
    const put = await putObject(object);
    const file = store.getResourcePath(object.bucket, object.key, 'object');
    while ((await stat(file)).size < put.size) await wait(5);
    return put;
  };
}

function watchDownloads({ store, httpServer }: S3rver, running: TestS3Server): void {
  const getObject = store.getObject.bind(store);
  store.getObject = async (bucket, key, options) => {
    const object = await getObject(bucket, key, options);
    if (!object) return null;
    running.downloads.push(key);
    if (running.isBreaking && object.content) object.content = Readable.from(breakOff(object.content, httpServer));
    return object;
  };
}

async function* breakOff(content: Readable, server: Server): AsyncGenerator<Buffer> {
  for await (const chunk of content as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, chunk.length / 2);
    await wait(20); // long enough for the half to reach the other side
    server.closeAllConnections();
    return;
  }
}
