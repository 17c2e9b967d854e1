import { common } from '../locales/en/common.js';
import { t } from '../locales/i18n.js';

/** What the API says of a failure, as far as it says it. */
interface Said {
  /** What the problem is called in the contract, such as `too_many_requests`. */
  code: string | undefined;
  title: string | undefined;
  detail: string;
  retryAfterSeconds: number | undefined;
}

/** What the reader is told: the catalogue's title where the code is known, and beneath it what the API says in particular. */
export function describeProblem(said: Said): { title: string; detail: string } {
  const { code = '', title = t('common:failures.refused') } = said;
  return {
    title: isIn(common.problems, code) ? t(`common:problems.${code}`) : title,
    detail: describeDetail(code, said),
  };
}

/** Where the API's sentence would say the title again, in English, the catalogue's stands in its place. */
function describeDetail(code: string, { detail, retryAfterSeconds }: Said): string {
  const wait = retryAfterSeconds === undefined ? '' : t('common:failures.retryIn', { count: retryAfterSeconds });
  if (code === 'too_many_requests' && wait !== '') return wait;
  if (code === 'unavailable') return [wait, detail].filter(Boolean).join(' ');
  return isIn(common.problemDetails, code) ? t(`common:problemDetails.${code}`) : detail;
}

function isIn<Words extends object>(words: Words, key: string): key is keyof Words & string {
  return Object.hasOwn(words, key);
}
