import type { Response } from 'express';
import type { PoolClient } from 'pg';
import { principalOf } from './principal.js';

/** Who acts, for the audit log: `id` and `name` as they are now, the full address (it's cut before it is written). */
export interface Actor {
  kind: 'user' | 'api_key' | 'cli' | 'anonymous';
  id?: number | string;
  name?: string;
  address?: string | undefined;
}

/** What is written down of sign-ins, and of who may what. */
export interface AccessNote {
  actor: Actor;
  action:
    | 'signed_in'
    | 'sign_in_failed'
    | 'signed_out'
    | 'password_changed'
    | 'second_factor_changed'
    | 'user_added'
    | 'user_changed'
    | 'user_removed'
    | 'api_key_added'
    | 'api_key_revoked'
    | 'site_shared'
    | 'site_share_revoked';
  siteId?: number;
  details?: Record<string, string | number | boolean | null>;
}

/** Writes an entry of the audit log; with `db`, as part of the transaction there. */
export type RecordAccess = (note: AccessNote, db?: PoolClient) => Promise<unknown>;

/** Who asks, behind authentication. */
export function actorOf(response: Response): Actor {
  const { user, by } = principalOf(response);
  const { ip: address } = response.req;
  return by.kind === 'sign_in'
    ? { kind: 'user', id: user.id, name: user.email, address }
    : { kind: 'api_key', id: by.id, name: user.email, address };
}
