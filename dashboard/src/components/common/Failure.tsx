import { t } from '../../locales/i18n.js';
import type { ApiError } from '../../services/api.js';
import { Icon } from './Icon.js';

/** Why something can't be shown, in the API's own words, with the id to quote and a way to try again. */
export function Failure({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-start gap-3 py-2 text-sm">
      <p className="flex items-center gap-2 font-medium text-bad">
        <Icon name="warning" />
        {error.title}
      </p>
      <p className="break-words text-muted">{error.detail}</p>
      {error.requestId !== undefined && (
        <p className="text-xs text-muted">
          {t('common:request')} <code className="break-all select-all">{error.requestId}</code>
        </p>
      )}
      <button type="button" onClick={onRetry} className={quietButton}>
        <Icon name="retry" className="size-4" />
        {t('common:tryAgain')}
      </button>
    </div>
  );
}

/** The look of a secondary button. */
export const quietButton =
  'inline-flex min-h-9 items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1.5 text-sm font-medium hover:bg-sunken';
