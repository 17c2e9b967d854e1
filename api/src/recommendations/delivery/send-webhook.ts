import { lookup, type LookupAddress } from 'node:dns';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPrivateAddress } from './private-addresses.js';

/** How a webhook is called. */
export interface WebhookOptions {
  /** Addresses of this machine and its networks may be called. */
  isPrivateAllowed: boolean;
  /** Authorities beside the usual ones, PEM. */
  ca?: string | undefined;
  /** Waits before the second try and the third. */
  retryAfterMs?: readonly number[];
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

const RETRY_AFTER_MS = [1_000, 5_000];
const TIMEOUT_MS = 10_000;
/** More of an answer isn't read. */
const MAX_ANSWER_LENGTH = 200;

/** A call that may go better the next time. */
class PassingError extends Error {}

/**
 * Posts JSON to a webhook over HTTPS. A name is looked up once a try, and what it's found at is both checked and called, so that it can't
 * lead elsewhere meanwhile. Redirects aren't followed.
 *
 * @throws Error with one line that says why it wasn't taken, without the address, which is a secret
 */
export async function sendWebhook(url: string, body: unknown, options: WebhookOptions): Promise<void> {
  const retryAfterMs = options.retryAfterMs ?? RETRY_AFTER_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      await post(new URL(url), JSON.stringify(body), options);
      return;
    } catch (error) {
      const delayMs = retryAfterMs[attempt];
      if (!(error instanceof PassingError) || delayMs === undefined) throw error;
      await sleep(delayMs, undefined, options.signal && { signal: options.signal });
    }
  }
}

function post(url: URL, body: string, options: WebhookOptions): Promise<void> {
  if (url.protocol !== 'https:') throw new Error('a webhook must be called by https');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !options.isPrivateAllowed && isPrivateAddress(host)) throw refusePrivate();
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
        lookup: guardedLookup(options.isPrivateAllowed),
        signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
        // A connection of its own: none that was opened under other rules.
        agent: false,
        ...(options.ca !== undefined && { ca: options.ca }),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        let answer = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          answer = (answer + part).slice(0, MAX_ANSWER_LENGTH);
        });
        response.on('error', reject);
        response.on('end', () => {
          if (status >= 200 && status < 300) resolve();
          else reject(describeAnswer(status, answer));
        });
      },
    );
    call.on('error', (error) => {
      if (error instanceof RefusedError) reject(error);
      else if (options.signal?.aborted) reject(error);
      else if (timeout.aborted) reject(new PassingError('the webhook took too long to answer'));
      else reject(new PassingError(`the webhook can't be reached: ${reasonOf(error)}`));
    });
    call.end(body);
  });
}

class RefusedError extends Error {}

function refusePrivate(): RefusedError {
  return new RefusedError('the webhook lies in a private network, which WEBHOOK_PRIVATE=on would allow');
}

/** Finds a name's addresses, all of which must be allowed. */
function guardedLookup(isPrivateAllowed: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = error ? [] : addresses;
      if (error) done(error, '', 0);
      else if (!isPrivateAllowed && addresses.some(({ address }) => isPrivateAddress(address)))
        done(refusePrivate(), '', 0);
      else if (options.all) done(null, addresses);
      else done(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}

function describeAnswer(status: number, answer: string): Error {
  const said = answer.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const words = `the webhook answered ${status}${said === '' ? '' : `: ${said}`}`;
  return status >= 500 || status === 429 ? new PassingError(words) : new Error(words);
}

/** The code of a failed connection; its message may name the address. */
function reasonOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
