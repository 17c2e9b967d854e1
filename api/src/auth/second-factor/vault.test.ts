import { describe, expect, it } from '@jest/globals';
import { createVault } from './vault.js';

const SECRET = 'k3Jq9vT0xZ7mW2pL5sR8yB1nD4gH6fCa';
const PLAIN = Buffer.from('twenty secret bytes.');

describe('the vault', () => {
  const vault = createVault(SECRET);

  it('gives back what was sealed, in every process with the same secret, and shows nothing of it', () => {
    const sealed = vault.seal(PLAIN, '7');
    expect(createVault(SECRET).open(sealed, '7')).toEqual(PLAIN);
    expect(sealed.includes(PLAIN)).toBe(false);
    expect(vault.seal(PLAIN, '7')).not.toEqual(sealed);
  });

  it.each<[string, (sealed: Buffer) => Buffer | null]>([
    ['by another secret', (sealed) => createVault(`${SECRET}x`).open(sealed, '7')],
    ['for somebody else', (sealed) => vault.open(sealed, '8')],
    [
      'and changed since',
      (sealed) => vault.open(Buffer.from(sealed.map((byte, at) => (at === 30 ? byte ^ 1 : byte))), '7'),
    ],
    ['and cut short', (sealed) => vault.open(sealed.subarray(0, 20), '7')],
  ])('does not open what was sealed %s', (_how, open) => {
    expect(open(vault.seal(PLAIN, '7'))).toBeNull();
  });
});
