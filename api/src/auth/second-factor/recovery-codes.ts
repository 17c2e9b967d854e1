import { hashToken } from '../sign-ins.js';
import { makeTypable } from '../typable.js';

const COUNT = 10;
const GROUPS = 4;

/** Ten codes of about 80 random bits. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => makeTypable(GROUPS));
}

/** @param plain without spaces and hyphens, in lower case */
export function hashRecoveryCode(plain: string): Buffer {
  return hashToken(plain);
}

/** A code as it is compared, however it was typed. */
export function plainCode(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase();
}
