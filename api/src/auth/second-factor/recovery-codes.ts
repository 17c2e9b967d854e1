import { hashToken, type Queryable } from '../sign-ins.js';
import { makeTypable } from '../typable.js';
import { DELETE_RECOVERY_CODES, INSERT_RECOVERY_CODES } from './queries.js';

const COUNT = 10;
const GROUPS = 4;

/** Makes ten codes of about 80 random bits, in place of those that a user had. @returns the codes, to be shown once */
export async function storeRecoveryCodes(client: Queryable, userId: number): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () => makeTypable(GROUPS));
  await client.query(DELETE_RECOVERY_CODES, [userId]);
  await client.query(INSERT_RECOVERY_CODES, [userId, codes.map((code) => hashRecoveryCode(plainCode(code)))]);
  return codes;
}

/** @param plain without spaces and hyphens, in lower case */
export function hashRecoveryCode(plain: string): Buffer {
  return hashToken(plain);
}

/** A code as it is compared, however it was typed. */
export function plainCode(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase();
}
