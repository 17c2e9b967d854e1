/**
 * A random UUID (version 4). Not `crypto.randomUUID`, which a page on plain http lacks: `getRandomValues` is there on
 * both and as random.
 */
export const createId = (): string =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    // An array of one number turns into that number.
    (+digit ^ (+crypto.getRandomValues(new Uint8Array(1)) & (15 >> (+digit / 4)))).toString(16),
  );
