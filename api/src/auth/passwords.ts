import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Turns } from '../domain/turns.js';
import { AppError } from '../errors.js';

/** Argon2id, the library's default, at https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes a core and 19 MB for some hundredths of a second: sign-ins must not take the machine from all else. */
const AT_ONCE = 2;
const MAX_WAITING = 100;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for nobody's password (null) as for somebody's, and finds it wrong. */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

/** @throws AppError `unavailable`, by either function, when too many wait already */
export async function createPasswords(): Promise<Passwords> {
  const turns = new Turns(AT_ONCE);
  let waiting = 0;
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (waiting >= MAX_WAITING)
      throw new AppError({ code: 'unavailable', detail: 'Too many sign-ins at once.', retryAfterSeconds: 2 });
    waiting++;
    const leave = await turns.take().finally(() => waiting--);
    try {
      return await work();
    } finally {
      leave();
    }
  };
  const nobodys = await hash(randomBytes(32), COST);
  return {
    hash: (password) => inTurn(() => hash(normalize(password), COST)),
    verify: (passwordHash, password) =>
      inTurn(async () => (await verify(passwordHash ?? nobodys, normalize(password))) && passwordHash !== null),
  };
}

/** One text, however a keyboard composes its accents: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
