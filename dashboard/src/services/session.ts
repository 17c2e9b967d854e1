import type { LoginBody, LogoutBody, SignIn, User } from '../types/session.js';
import { dropToken, renewAccess, sendWithAccess, startAccess, takeToken } from './access.js';
import { type ApiError, jsonRequest, readJson, send, toApiError } from './http.js';

/** Why nobody is signed in: there was no sign-in to begin with, it ended by itself, or the reader ended it. */
export type SignedOutBecause = 'not_yet' | 'ended' | 'left';

export type SessionState =
  | { status: 'starting' }
  | { status: 'unreachable'; error: ApiError }
  | { status: 'signed_out'; because: SignedOutBecause }
  | { status: 'signed_in'; user: User };

/** What tabs tell each other: they share the cookie, so they share the sign-in. */
type News = { kind: 'signed_in'; userId: number } | { kind: 'signed_out' };

const channelName = 'tidemark.session';
const renewalLock = 'tidemark.renewal';
const renewalTimeoutMs = 15_000;

let state: SessionState = { status: 'starting' };
let channel: BroadcastChannel | undefined;
const listeners = new Set<() => void>();

export function getSession(): SessionState {
  return state;
}

export function subscribeToSession(notify: () => void): () => void {
  listeners.add(notify);
  return () => {
    listeners.delete(notify);
  };
}

/** Finds out by the cookie who is signed in, and listens to what other tabs do. @returns what ends that */
export function openSession(): () => void {
  const opened = new BroadcastChannel(channelName);
  opened.onmessage = ({ data }: MessageEvent<News>) => {
    hear(data);
  };
  channel = opened;
  startAccess(renewByCookie);
  startSession();
  return () => {
    opened.close();
    channel = undefined;
    dropToken();
    state = { status: 'starting' };
  };
}

/** Asks again who is signed in. */
export function startSession(): void {
  change({ status: 'starting' });
  renewAccess().catch((error: unknown) => {
    // Who isn't signed in, and who couldn't be asked, is in the state already.
    if (state.status === 'starting') change({ status: 'unreachable', error: toApiError(error) });
  });
}

/** @throws ApiError such as `invalid_credentials`, `code_required`, `too_many_requests` */
export async function signIn(body: LoginBody): Promise<void> {
  enter(await readJson<SignIn>(await send('/api/auth/login', jsonRequest('POST', body))));
}

/** Takes over a sign-in that came by another way, such as a change of password. */
export function enter({ access_token: token, user }: SignIn): void {
  takeToken(token);
  change({ status: 'signed_in', user });
  tell({ kind: 'signed_in', userId: user.id });
}

/** Takes over what changed of who is signed in. */
export function updateUser(user: User): void {
  if (state.status === 'signed_in' && state.user.id === user.id) change({ status: 'signed_in', user });
}

/** Ends the sign-in of this browser, or all of this user. */
export async function signOut(body: LogoutBody): Promise<void> {
  await sendWithAccess('/api/auth/logout', jsonRequest('POST', body));
  leave('left');
  tell({ kind: 'signed_out' });
}

async function renewByCookie(): Promise<string> {
  try {
    const renewed = await inTurn(askToRenew);
    if (state.status !== 'signed_in' || state.user.id !== renewed.user.id)
      change({ status: 'signed_in', user: renewed.user });
    return renewed.access_token;
  } catch (error) {
    if (toApiError(error).status === 401) leave(state.status === 'signed_in' ? 'ended' : 'not_yet');
    throw error;
  }
}

/**
 * One tab renews at a time, so that each brings the newest cookie. Where there are no locks (on plain http away from
 * localhost), the API's patience with a cookie that was used within the last seconds serves as well.
 */
async function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
  const { locks } = navigator as Partial<Navigator>;
  return locks === undefined ? task() : locks.request(renewalLock, task);
}

/** An API that never answers must not hold up the other tabs. */
async function askToRenew(): Promise<SignIn> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, renewalTimeoutMs);
  try {
    const response = await send('/api/auth/refresh', { ...jsonRequest('POST', {}), signal: controller.signal });
    return await readJson<SignIn>(response);
  } finally {
    clearTimeout(timer);
  }
}

function hear(news: News): void {
  if (news.kind === 'signed_out') leave('left');
  else if (state.status !== 'signed_in' || state.user.id !== news.userId) {
    dropToken();
    startSession();
  }
}

function tell(news: News): void {
  channel?.postMessage(news);
}

function leave(because: SignedOutBecause): void {
  dropToken();
  change({ status: 'signed_out', because });
}

function change(next: SessionState): void {
  state = next;
  for (const notify of listeners) notify();
}
