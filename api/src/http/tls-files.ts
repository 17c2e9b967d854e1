import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import { isNativeError } from 'node:util/types';
import { ConfigError, type TlsFiles } from '../config.js';

/** A certificate and its private key, which fit together. */
export interface TlsPair {
  cert: string;
  key: string;
}

/** Tells whoever runs the server, in a sentence. */
export type Tell = (level: 'info' | 'warn', message: string) => void;

const LOOK_EVERY_MS = 10_000;

/**
 * Reads both files and checks that they can serve.
 *
 * @throws ConfigError that names the variable, and what is wrong with its file
 */
export async function readTlsFiles({ certFile, keyFile }: TlsFiles): Promise<TlsPair> {
  const [cert, key] = await Promise.all([readNamed('TLS_CERT', certFile), readNamed('TLS_KEY', keyFile)]);
  const certificate = parseNamed('TLS_CERT', certFile, 'certificate', () => new X509Certificate(cert));
  const privateKey: KeyObject = parseNamed('TLS_KEY', keyFile, 'unencrypted private key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw new ConfigError(`TLS_KEY: ${keyFile} is not the key of the certificate in ${certFile}.`);
  return { cert, key };
}

/** What a browser will find wrong with a certificate's time, if anything. */
export function findTimeProblem({ cert }: TlsPair, now: Date): string | undefined {
  const { validFrom, validTo } = new X509Certificate(cert);
  if (Date.parse(validTo) < now.getTime()) return `The certificate in TLS_CERT has expired on ${validTo}.`;
  if (Date.parse(validFrom) > now.getTime()) return `The certificate in TLS_CERT is valid from ${validFrom} on only.`;
  return undefined;
}

/** A server that takes another certificate while it runs. */
interface RenewableServer {
  setSecureContext(options: SecureContextOptions): void;
}

/**
 * Takes a renewed certificate into use, without a restart. The files are read again and again rather than watched: a
 * renewal replaces them, or the links that lead to them, which a watch would lose. While they don't fit together the one
 * in use stays.
 *
 * @returns what ends it
 */
export function followTlsFiles(
  server: RenewableServer,
  files: TlsFiles,
  { used, tell, everyMs = LOOK_EVERY_MS }: { used: TlsPair; tell: Tell; everyMs?: number },
): () => void {
  let inUse = used;
  let seen = '';
  let told = '';
  const look = async () => {
    try {
      const pair = await readTlsFiles(files);
      seen = told = '';
      if (pair.cert === inUse.cert && pair.key === inUse.key) return;
      server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' });
      inUse = pair;
      tell('info', 'The renewed certificate is in use.');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // Once only it may have been half written.
      if (message === seen && message !== told) {
        told = message;
        tell('warn', `The certificate in use stays: ${message}`);
      }
      seen = message;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

async function readNamed(variable: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = isNativeError(cause) && 'code' in cause ? String(cause.code) : String(cause);
    throw new ConfigError(`${variable}: ${file} can't be read (${code}).`, { cause });
  }
}

function parseNamed<Parsed>(variable: string, file: string, what: string, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (cause) {
    throw new ConfigError(`${variable}: ${file} holds no ${what} in PEM format.`, { cause });
  }
}
