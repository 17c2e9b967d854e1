import type { ServerResponse } from 'node:http';
import type { Scope, User } from '@tidemark/contracts';
import type { RequestHandler } from 'express';
import { AppError } from '../errors.js';

/** Who reads figures: somebody known, or who holds a share's link. */
export interface Reader {
  /** The sites that may be read; null: all of them. */
  siteIds: ReadonlySet<number> | null;
}

/** Who asks, and what he, she or it may. */
export interface Principal extends Reader {
  user: User;
  by: { kind: 'sign_in'; id: string } | { kind: 'api_key'; id: number };
  /** `write`: may change things, too. A viewer's is `read`, whatever the key says. */
  scope: Scope;
}

const principals = new WeakMap<ServerResponse, Principal>();
const shareReaders = new WeakMap<ServerResponse, Reader>();

export function setPrincipal(response: ServerResponse, principal: Principal): void {
  principals.set(response, principal);
}

/** Who asks. @throws when the route stands before authentication in `app.ts`: nobody was asked for a token there */
export function principalOf(response: ServerResponse): Principal {
  const principal = principals.get(response);
  if (!principal) throw new Error('the route is not behind authentication');
  return principal;
}

export function setShareReader(response: ServerResponse, reader: Reader): void {
  shareReaders.set(response, reader);
}

/** Whether a share let the request in, so that nobody has to say who he or she is. */
export function isByShare(response: ServerResponse): boolean {
  return shareReaders.has(response);
}

/** Who reads. Only the routes that shares may open ask this; all others ask for a principal, which a share isn't. */
export function readerOf(response: ServerResponse): Reader {
  return shareReaders.get(response) ?? principalOf(response);
}

/** Keys are for programs: sign-ins, users and keys are the business of who signed in. @throws AppError `forbidden` */
export function signInOf(response: ServerResponse): { user: User; signInId: string } {
  const { user, by } = principalOf(response);
  if (by.kind !== 'sign_in') throw forbid('An API key can not do this: sign in.');
  return { user, signInId: by.id };
}

export function mayReadSite({ siteIds }: Reader, siteId: number): boolean {
  return siteIds === null || siteIds.has(siteId);
}

/** What concerns the whole installation is an admin's alone, and no key's that is limited to some sites. @throws AppError `forbidden` */
export function requireAdmin({ user, siteIds }: Principal): void {
  if (user.role !== 'admin' || siteIds !== null) throw forbid('Only an admin may do this.');
}

/** Every change needs the right to change, so that a new route has to do nothing for it. */
export const refuseChangesByReaders: RequestHandler = (request, response, next) => {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (isReading || principalOf(response).scope === 'write') next();
  else throw forbid('This user, or this key, may read and not change.');
};

export function forbid(detail: string): AppError {
  return new AppError({ code: 'forbidden', detail });
}
