import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors.js';

const MAX_BODY_BYTES = 1_000_000;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a body of JSON, sent as `application/json` or, by `sendBeacon`, as `text/plain`.
 *
 * @throws AppError for another type, a body over 1 MB, broken UTF-8 or JSON
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'text/plain') {
    throw new AppError({
      code: 'unsupported_media_type',
      detail: 'Send application/json, or text/plain from sendBeacon.',
    });
  }
  if (request.headers['content-encoding'] !== undefined && request.headers['content-encoding'] !== 'identity') {
    throw new AppError({ code: 'unsupported_media_type', detail: 'Send the body without content encoding.' });
  }
  const bytes = await readBytes(request);
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch (cause) {
    const detail = cause instanceof SyntaxError ? 'The body is not valid JSON.' : 'The body is not valid UTF-8.';
    throw new AppError({ code: 'malformed_json', detail, cause });
  }
}

function readBytes(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = () => {
      request.removeAllListeners('data');
      request.resume(); // what's still to come is dropped, so that the answer gets through
      reject(
        new AppError({
          code: 'body_too_large',
          detail: `The body is over ${MAX_BODY_BYTES / 1_000_000} MB; send fewer events at once.`,
        }),
      );
    };
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
      refuse();
      return;
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) refuse();
      else chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', (cause) => {
      reject(new AppError({ code: 'malformed_json', detail: 'The body broke off.', cause }));
    });
  });
}
