import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandError, hasCode, messageOf } from '../../command-error.js';
import { LineSplitter } from './line-splitter.js';

/** A log to read: a file, or what comes in on stdin. */
export interface LogSource {
  name: string;
  /** As it lies on disk, so compressed where it is; null where unknown. */
  sizeBytes: number | null;
  open: () => Readable;
}

interface ReadOptions {
  onBytes: (count: number) => void;
  signal: AbortSignal;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Looks at each file before any is read, so that a wrong name is told at once. `-` is stdin.
 *
 * @throws CommandError naming the file that can't be read.
 */
export async function findLogSources(paths: readonly string[], stdin: Readable): Promise<LogSource[]> {
  return Promise.all((paths.length === 0 ? ['-'] : paths).map((path) => findLogSource(path, stdin)));
}

async function findLogSource(path: string, stdin: Readable): Promise<LogSource> {
  if (path === '-') return { name: '(stdin)', sizeBytes: null, open: () => stdin };
  const stats = await stat(path).catch((error: unknown) => {
    throw new CommandError(
      `can't read ${path}: ${hasCode(error, 'ENOENT') ? 'there is no such file' : describe(error)}`,
      { cause: error },
    );
  });
  if (stats.isDirectory())
    throw new CommandError(
      `${path} is a folder: name the log files in it, such as ${path.replace(/\/$/, '')}/access.log*`,
    );
  const sizeBytes = stats.isFile() ? stats.size : null;
  return { name: path, sizeBytes, open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }) };
}

/**
 * The lines of a log, in batches, plain or gzip (told by its first bytes, whatever its name).
 *
 * @param options.onBytes called with the bytes read since the last call, as they lie on disk
 * @param options.signal ends the reading; a line read in part is dropped
 * @throws CommandError where the file can't be read or is compressed otherwise or damaged
 */
export async function* readLines(source: LogSource, options: ReadOptions): AsyncGenerator<string[]> {
  const splitter = new LineSplitter();
  try {
    for await (const chunk of await openDecompressed(source, options)) yield splitter.push(chunk as Buffer);
    yield splitter.end();
  } catch (error) {
    if (options.signal.aborted) return;
    if (error instanceof CommandError) throw error;
    throw new CommandError(`can't read ${source.name} to its end: ${describe(error)}`, { cause: error });
  }
}

async function openDecompressed(source: LogSource, { onBytes, signal }: ReadOptions): Promise<AsyncIterable<unknown>> {
  const chunks = readChunks(addAbortSignal(signal, source.open()), onBytes);
  let head = Buffer.alloc(0);
  while (head.length < 6) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = putBack(head, chunks);
  if (head.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) {
    // The callback's error is the one that reading the result throws.
    return pipeline(
      Readable.from(whole, { objectMode: false, highWaterMark: CHUNK_BYTES }),
      createGunzip({ chunkSize: CHUNK_BYTES }),
      () => undefined,
    );
  }
  const program = findDecompressor(head);
  if (program !== null)
    throw new CommandError(
      `${source.name} is compressed; pipe it in: ${program} ${source.name} | npm run tidemark -- import access-log - --site ...`,
    );
  return whole;
}

async function* readChunks(stream: Readable, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk), 'utf8');
    onBytes(bytes.length);
    yield bytes;
  }
}

async function* putBack(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}

function findDecompressor(head: Buffer): string | null {
  const magic = head.toString('latin1');
  if (magic.startsWith('BZh')) return 'bzcat';
  if (magic.startsWith('\xfd7zXZ')) return 'xzcat';
  if (magic.startsWith('\x28\xb5\x2f\xfd')) return 'zstdcat';
  return magic.startsWith('PK\x03\x04') ? 'unzip -p' : null;
}

function describe(error: unknown): string {
  if (hasCode(error, 'EACCES')) return 'permission denied';
  if (hasCode(error, 'Z_BUF_ERROR') || hasCode(error, 'Z_DATA_ERROR')) return 'its gzip data is damaged or cut short';
  return messageOf(error);
}
