import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** Keeps what must be read again, unlike a password, so that the database alone doesn't tell it. */
export interface Vault {
  /** @param owner whose it is: it can't be moved to somebody else's row */
  seal(plain: Buffer, owner: string): Buffer;
  /** Null: sealed with another secret, for another owner, or not by us. */
  open(sealed: Buffer, owner: string): Buffer | null;
}

/** @param secret what access tokens are signed with; the vault's key is derived from it (HKDF, RFC 5869) */
export function createVault(secret: string): Vault {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tidemark second factor', 32));
  return {
    seal: (plain, owner) => {
      const iv = randomBytes(IV_LENGTH);
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    open: (sealed, owner) => {
      if (sealed.length < IV_LENGTH + TAG_LENGTH) return null;
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_LENGTH), { authTagLength: TAG_LENGTH })
        .setAAD(Buffer.from(owner))
        .setAuthTag(sealed.subarray(IV_LENGTH, IV_LENGTH + TAG_LENGTH));
      const plain = decipher.update(sealed.subarray(IV_LENGTH + TAG_LENGTH));
      try {
        return Buffer.concat([plain, decipher.final()]);
      } catch {
        // The tag doesn't fit; there is no other reason to throw here.
        return null;
      }
    },
  };
}
