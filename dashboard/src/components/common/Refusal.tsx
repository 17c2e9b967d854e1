import { t } from '../../locales/i18n.js';
import type { ApiError } from '../../services/api.js';
import { Icon } from './Icon.js';

/** Why something wasn't done, beside what would have done it. */
export function Refusal({ error }: { error: ApiError | undefined }) {
  if (error === undefined) return null;
  return (
    <div role="alert" className="flex gap-2 rounded-lg bg-bad-wash p-3 text-sm">
      <Icon name="warning" className="size-5 text-bad" />
      <p className="min-w-0 break-words">
        <strong className="font-medium text-bad">{error.title}.</strong> {error.detail}
        {/* What the reader did wrong needs no looking up. */}
        {error.status >= 500 && error.requestId !== undefined && (
          <span className="block text-xs text-muted">
            {t('common:request')} {error.requestId}
          </span>
        )}
      </p>
    </div>
  );
}

/** What is wrong with one field of a form. */
export function problemOf(error: ApiError | undefined, path: string): string | undefined {
  return error?.fields.find((field) => field.path === path)?.message;
}
