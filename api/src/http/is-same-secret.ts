import { timingSafeEqual } from 'node:crypto';

/** Whether what was shown is the secret, in a time that tells nothing of it but its length. */
export function isSameSecret(given: string | string[] | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
