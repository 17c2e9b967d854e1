import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CommandError, hasCode, messageOf } from '../../command-error.js';

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
  try {
    return decode(await decompress(await readBytes(file, options), file.name), file.name);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`can't read ${file.name}: ${describe(error)}`, { cause: error });
  }
}

async function readBytes({ path, name }: { path: string | null; name: string }, options: ReadOptions): Promise<Buffer> {
  const stats = path === null ? null : await stat(path);
  if (stats?.isDirectory() === true) throw new CommandError(`${name} is a folder: name the file in it`);
  const totalBytes = stats?.isFile() === true ? stats.size : null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of path === null ? options.stdin : createReadStream(path)) {
    const next = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk), 'utf8');
    bytes += next.length;
    if (bytes > MAX_BYTES) throw tooLarge(name);
    chunks.push(next);
    options.onProgress(bytes, totalBytes);
  }
  return Buffer.concat(chunks);
}

async function decompress(bytes: Buffer, name: string): Promise<Buffer> {
  const magic = bytes.toString('latin1', 0, 4);
  if (magic.startsWith('PK\x03\x04'))
    throw new CommandError(
      `${name} is a zip archive or a spreadsheet: unzip it and name the file with the figures by day, or save it as CSV`,
    );
  if (!magic.startsWith('\x1f\x8b')) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) throw tooLarge(name);
    throw new CommandError(`can't read ${name}: its gzip data is damaged or cut short`, { cause: error });
  }
}

/** The mark at the beginning, where there is one, isn't part of the text. */
function decode(bytes: Buffer, name: string): string {
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!hasCode(error, 'ERR_ENCODING_INVALID_ENCODED_DATA')) throw error;
  }
  throw new CommandError(`${name} is no text in ${encoding.toUpperCase()}: save it as CSV in UTF-8`);
}

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function tooLarge(name: string): CommandError {
  return new CommandError(
    `${name} has more than ${String(MAX_BYTES / 1024 / 1024)} MB: no export of figures by day is as large; name one that is`,
  );
}

function describe(error: unknown): string {
  if (hasCode(error, 'ENOENT')) return 'there is no such file';
  if (hasCode(error, 'EACCES')) return 'permission denied';
  return messageOf(error);
}
