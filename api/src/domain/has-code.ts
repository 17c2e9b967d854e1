import { isNativeError } from 'node:util/types';

/** Whether this is the system's error of that code, such as ENOENT. (`instanceof` fails where modules run in a context of their own.) */
export function hasCode(error: unknown, code: string): boolean {
  return isNativeError(error) && 'code' in error && error.code === code;
}
