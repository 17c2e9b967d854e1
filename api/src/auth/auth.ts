import type { Pool } from 'pg';
import type { Audit } from '../audit/index.js';
import { createAccessTokens, type AccessTokens } from './access-tokens.js';
import { createIdentify, type Identify } from './identify.js';
import { createLoginLimits, type LoginLimits } from './login-limits.js';
import { createPasswords, type Passwords } from './passwords.js';
import { createSuccession, type SuccessorOf } from './sign-ins.js';
import { createVault, type Vault } from './second-factor/vault.js';

/** All that signing in takes. */
export interface Auth {
  identify: Identify;
  limits: LoginLimits;
  now: () => Date;
  passwords: Passwords;
  pool: Pool;
  /** So often an open stream makes sure that its reader may still read. */
  recheckEveryMs: number;
  record: Audit['record'];
  successorOf: SuccessorOf;
  tokens: AccessTokens;
  vault: Vault;
}

const RECHECK_EVERY_MS = 20_000;

/** @param deps.secret what access tokens are signed with and refresh tokens follow from; every API process of an installation has the same */
export async function createAuth(deps: {
  pool: Pool;
  secret: string;
  now: () => Date;
  record: Audit['record'];
}): Promise<Auth> {
  const { pool, now, record } = deps;
  const tokens = createAccessTokens(deps);
  return {
    identify: createIdentify({ pool, tokens, now }),
    limits: createLoginLimits(deps),
    now,
    passwords: await createPasswords(),
    pool,
    recheckEveryMs: RECHECK_EVERY_MS,
    record,
    successorOf: createSuccession(deps.secret),
    tokens,
    vault: createVault(deps.secret),
  };
}
