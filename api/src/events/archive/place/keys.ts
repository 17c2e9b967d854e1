/** A name that can't leave its folder, can't hide, and means the same in a path, in a URL and in S3. */
const SEGMENT = '[A-Za-z0-9_][A-Za-z0-9_=.-]{0,199}';
const KEY = new RegExp(`^${SEGMENT}(/${SEGMENT}){0,7}$`);
const PREFIX = new RegExp(`^(${SEGMENT}/){0,7}(${SEGMENT})?$`);

/** Whether this can be the key of an archive file, such as `site=12/2026-11-22.4f3a9c.parquet`. */
export function isKey(key: string): boolean {
  return KEY.test(key);
}

/** @throws Error where it can't be a key: a key becomes a path, so `..` and the like must never get that far. */
export function checkKey(key: string): void {
  if (!isKey(key)) throw new Error(`Not a key of the archive: ${JSON.stringify(key)}`);
}

/** @throws Error where no key can begin so. The empty prefix is every key's. */
export function checkPrefix(prefix: string): void {
  if (!PREFIX.test(prefix)) throw new Error(`Not a prefix of the archive's keys: ${JSON.stringify(prefix)}`);
}
