import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { decodeExport, describeProblem, exportTooLarge } from '@tidemark/api';
import { CommandError, hasCode, messageOf } from '../../command-error.js';
import { inFile } from './in-file.js';

/** Far more than a line a day takes in centuries; so the whole file may be held in memory. */
const MAX_BYTES = 32 * 1024 * 1024;

interface ReadOptions {
  stdin: Readable;
  /** How far the reading is; of unknown length for standard input. */
  onProgress: (bytes: number, totalBytes: number | null) => void;
}

/**
 * The text of a file, or of standard input for null: plain or gzip (told by its first bytes), UTF-8 or UTF-16 by its mark.
 *
 * @param file.name how messages call it
 * @throws CommandError naming the file and what to do where it can't be read or is no text
 */
export async function readText(file: { path: string | null; name: string }, options: ReadOptions): Promise<string> {
  const bytes = await readBytes(file, options);
  return inFile(file.name, () => decodeExport(bytes, MAX_BYTES));
}

async function readBytes(file: { path: string | null; name: string }, options: ReadOptions): Promise<Buffer> {
  try {
    return await collect(file, options);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`can't read ${file.name}: ${describe(error)}`, { cause: error });
  }
}

async function collect({ path, name }: { path: string | null; name: string }, options: ReadOptions): Promise<Buffer> {
  const stats = path === null ? null : await stat(path);
  if (stats?.isDirectory() === true) throw new CommandError(`${name} is a folder: name the file in it`);
  const totalBytes = stats?.isFile() === true ? stats.size : null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of path === null ? options.stdin : createReadStream(path)) {
    const next = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk), 'utf8');
    bytes += next.length;
    if (bytes > MAX_BYTES) throw new CommandError(describeProblem(name, exportTooLarge(MAX_BYTES)));
    chunks.push(next);
    options.onProgress(bytes, totalBytes);
  }
  return Buffer.concat(chunks);
}

function describe(error: unknown): string {
  if (hasCode(error, 'ENOENT')) return 'there is no such file';
  if (hasCode(error, 'EACCES')) return 'permission denied';
  return messageOf(error);
}
