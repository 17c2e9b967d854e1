import type { Response } from 'express';
import { principalOf } from '../http/principal.js';
import type { AuditActor } from './audit.js';

/** Who asks, behind authentication. */
export function actorOf(response: Response): AuditActor {
  const { user, by } = principalOf(response);
  const { ip: address } = response.req;
  return by.kind === 'sign_in'
    ? { kind: 'user', id: user.id, name: user.email, address }
    : { kind: 'api_key', id: by.id, name: user.email, address };
}
