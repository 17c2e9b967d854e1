import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { hasCode } from '../../domain/has-code.js';
import { ExportProblem } from './export-problem.js';

/**
 * The text of an export: plain or gzip (told by its first bytes), UTF-8 or UTF-16 by its mark.
 *
 * @param maxBytes so many it may have, unpacked
 * @throws ExportProblem that says what to do where it is no text
 */
export async function decodeExport(bytes: Buffer, maxBytes: number): Promise<string> {
  return decode(await decompress(bytes, maxBytes));
}

/** An export larger than that isn't read. */
export function exportTooLarge(maxBytes: number): ExportProblem {
  return new ExportProblem(
    null,
    `it has more than ${String(maxBytes / 1024 / 1024)} MB: no export of figures by day is as large; take one that is`,
  );
}

async function decompress(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  const magic = bytes.toString('latin1', 0, 4);
  if (magic.startsWith('PK\x03\x04'))
    throw new ExportProblem(
      null,
      'it is a zip archive or a spreadsheet: unzip it and take the file with the figures by day, or save it as CSV',
    );
  if (!magic.startsWith('\x1f\x8b')) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) throw exportTooLarge(maxBytes);
    throw new ExportProblem(null, 'its gzip data is damaged or cut short: export the figures again', { cause: error });
  }
}

/** The mark at the beginning, where there is one, isn't part of the text. */
function decode(bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!hasCode(error, 'ERR_ENCODING_INVALID_ENCODED_DATA')) throw error;
  }
  throw new ExportProblem(null, `it is no text in ${encoding.toUpperCase()}: save it as CSV in UTF-8`);
}

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
