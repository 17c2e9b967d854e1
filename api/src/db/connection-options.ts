import { readFileSync } from 'node:fs';
import type { ConnectionOptions as AllTlsOptions } from 'node:tls';
import { DatabaseError } from './database-error.js';

type TlsOptions = Pick<AllTlsOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'checkServerIdentity'>;

/** How the driver is told to connect. */
export interface ConnectionOptions {
  url: string;
  /** Absent: as the driver does by itself, without TLS unless `PGSSLMODE` asks for it. */
  ssl?: TlsOptions | false;
}

/** What is read here and taken out of the URL: the driver's own reading of it changes with its version. */
const READ_HERE = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/**
 * Reads `sslmode`, `sslrootcert`, `sslcert` and `sslkey` of a database's URL. They mean what they mean to libpq, but that
 * `require` verifies the server, too, and `prefer`, which falls back to no encryption, is refused. (docs/decisions/0020)
 *
 * @throws DatabaseError for another mode, or a file that can't be read
 */
export function readConnectionOptions(databaseUrl: string): ConnectionOptions {
  if (!URL.canParse(databaseUrl)) return { url: databaseUrl };
  const url = new URL(databaseUrl);
  const [mode, ca, cert, key] = READ_HERE.map((name) => url.searchParams.get(name) ?? undefined);
  if ([mode, ca, cert, key].every((value) => value === undefined)) return { url: databaseUrl };
  for (const name of [...READ_HERE, 'uselibpqcompat']) url.searchParams.delete(name);
  const files = {
    ...readFile('sslrootcert', 'ca', ca),
    ...readFile('sslcert', 'cert', cert),
    ...readFile('sslkey', 'key', key),
  };
  return { url: url.href, ssl: optionsOf(mode ?? 'verify-full', files) };
}

function optionsOf(mode: string, files: TlsOptions): TlsOptions | false {
  switch (mode) {
    case 'disable':
      return false;
    case 'no-verify':
      return { ...files, rejectUnauthorized: false };
    case 'require':
    case 'verify-ca':
      // Of the authorities that every system knows anybody can have a certificate: then the name must be right, too.
      return { ...files, ...(files.ca !== undefined && { checkServerIdentity: () => undefined }) };
    case 'verify-full':
      return files;
    default:
      throw new DatabaseError(
        `DATABASE_URL: sslmode=${mode} is none of disable, no-verify, require, verify-ca and verify-full.`,
      );
  }
}

function readFile(parameter: string, option: 'ca' | 'cert' | 'key', file: string | undefined): TlsOptions {
  if (file === undefined) return {};
  try {
    return { [option]: readFileSync(file, 'utf8') };
  } catch (cause) {
    throw new DatabaseError(`DATABASE_URL: the file ${file} of ${parameter} can't be read.`, { cause });
  }
}
