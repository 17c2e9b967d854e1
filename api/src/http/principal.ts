import type { ServerResponse } from 'node:http';
import type { Scope, User } from '@tidemark/contracts';
import type { RequestHandler } from 'express';
import { AppError } from '../errors.js';

/** Who asks, and what he, she or it may. */
export interface Principal {
  user: User;
  by: { kind: 'sign_in'; id: string } | { kind: 'api_key'; id: number };
  /** `write`: may change things, too. A viewer's is `read`, whatever the key says. */
  scope: Scope;
  /** The sites that may be read; null: all of them. */
  siteIds: ReadonlySet<number> | null;
}

const principals = new WeakMap<ServerResponse, Principal>();

export function setPrincipal(response: ServerResponse, principal: Principal): void {
  principals.set(response, principal);
}

/** Who asks. @throws when the route stands before authentication in `app.ts`: nobody was asked for a token there */
export function principalOf(response: ServerResponse): Principal {
  const principal = principals.get(response);
  if (!principal) throw new Error('the route is not behind authentication');
  return principal;
}

export function mayReadSite({ siteIds }: Principal, siteId: number): boolean {
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
