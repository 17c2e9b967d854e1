import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readText } from './read-text.js';

const TEXT = 'date,page_views\n2025-01-31,5 é\n';
const utf16 = Buffer.from(`\ufeff${TEXT}`, 'utf16le');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-daily-'));
});
afterAll(() => rm(folder, { recursive: true }));

const readStdin = (...chunks: Buffer[]) =>
  readText({ path: null, name: '(stdin)' }, { stdin: Readable.from(chunks), onProgress: () => undefined });

describe('the text of an export', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16LE, as Matomo writes it', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['gzip', gzipSync(TEXT)],
    ['gzip of UTF-16', gzipSync(utf16)],
  ])('is read from %s', async (_, bytes) => {
    expect(await readStdin(bytes)).toBe(TEXT);
    expect(await readStdin(bytes.subarray(0, 1), bytes.subarray(1))).toBe(TEXT);
  });

  it('is read from a file, whose length is known', async () => {
    const path = join(folder, 'history.csv');
    await writeFile(path, TEXT);
    const seen: [number, number | null][] = [];
    const onProgress = (bytes: number, totalBytes: number | null) => seen.push([bytes, totalBytes]);
    expect(await readText({ path, name: 'history.csv' }, { stdin: Readable.from([]), onProgress })).toBe(TEXT);
    expect(seen.at(-1)).toEqual([Buffer.byteLength(TEXT), Buffer.byteLength(TEXT)]);
  });

  it.each([
    ['latin1', Buffer.from('date,é\n', 'latin1'), /^\(stdin\): it is no text in UTF-8: save it as CSV in UTF-8$/],
    ['UTF-16 without its mark', utf16.subarray(2), /^\(stdin\): it is no text in UTF-8/],
    ['a zip archive', Buffer.from('PK\x03\x04....'), /^\(stdin\): it is a zip archive or a spreadsheet: unzip it/],
    ['gzip cut short', gzipSync(TEXT).subarray(0, 20), /^\(stdin\): its gzip data is damaged or cut short: export/],
    ['a bomb', gzipSync(Buffer.alloc(40 * 1024 * 1024)), /^\(stdin\): it has more than 32 MB/],
    ['what never ends', Buffer.alloc(33 * 1024 * 1024, '1'), /^\(stdin\): it has more than 32 MB/],
  ])('is refused from %s', async (_, bytes, message) => {
    await expect(readStdin(bytes)).rejects.toThrow(message);
  });

  it.each([
    ['a missing file', 'none.csv', /^can't read none.csv: there is no such file$/],
    ['a folder', '.', /^\. is a folder: name the file in it$/],
  ])('is refused from %s', async (_, name, message) => {
    const reading = readText(
      { path: join(folder, name), name },
      { stdin: Readable.from([]), onProgress: () => undefined },
    );
    await expect(reading).rejects.toThrow(message);
  });
});
