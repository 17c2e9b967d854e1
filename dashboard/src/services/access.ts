import { t } from '../locales/i18n.js';
import { ApiError, send } from './http.js';

/**
 * The token that the page's calls bring. It's kept in memory alone, where a reload and a script of elsewhere find nothing;
 * whoever opens the page says how a new one is come by (a sign-in's cookie, a share's link).
 */
let token: string | undefined;
let askForToken: (() => Promise<string>) | undefined;
let renewal: Promise<string> | undefined;

/** Begins without a token. @param ask How to get one; fails with an ApiError where there's none to be had. */
export function startAccess(ask: () => Promise<string>): void {
  token = undefined;
  renewal = undefined;
  askForToken = ask;
}

/** Forgets the token. */
export function dropToken(): void {
  token = undefined;
}

/** Takes a token that was got otherwise than by a renewal. */
export function takeToken(given: string): void {
  token = given;
}

/** Gets a new token; calls at once share one renewal. */
export function renewAccess(): Promise<string> {
  if (askForToken === undefined) {
    const error = new ApiError(
      t('common:problems.unauthenticated'),
      t('common:problemDetails.unauthenticated'),
      401,
      undefined,
    );
    return Promise.reject(error);
  }
  const running = renewal ?? askForToken();
  renewal = running;
  const finish = () => {
    if (renewal === running) renewal = undefined;
  };
  return running.then(
    (given) => {
      if (renewal === running) token = given;
      finish();
      return given;
    },
    (error: unknown) => {
      finish();
      throw error;
    },
  );
}

/**
 * Calls the API with the token. One that is refused is renewed and the call repeated, once; a call that comes amid a
 * renewal waits for it.
 */
export async function sendWithAccess(path: string, init: RequestInit): Promise<Response> {
  const given = await (renewal ?? token);
  try {
    return await send(path, withToken(init, given));
  } catch (error) {
    if (!isTokenRefused(error)) throw error;
    // Another call may have been refused first, and be through with the renewal.
    const next = token !== undefined && token !== given ? token : await renewAccess();
    return send(path, withToken(init, next));
  }
}

/** A wrong password or code is 401, too, and no fault of the token. */
function isTokenRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && (error.code ?? 'unauthenticated') === 'unauthenticated';
}

function withToken(init: RequestInit, given: string | undefined): RequestInit {
  return given === undefined ? init : { ...init, headers: { ...toRecord(init), authorization: `Bearer ${given}` } };
}

function toRecord({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
