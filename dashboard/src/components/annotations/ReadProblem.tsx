import type { Loaded } from '../../hooks/useAnalytics.js';
import { t } from '../../locales/i18n.js';

interface ReadProblemProps {
  report: Loaded<unknown>;
  /** What couldn't be read; its words: figures:annotations.failed. */
  what: 'notes' | 'markedDays';
}

/** Says quietly that a part of the chart is missing, or old, and how to try again. */
export function ReadProblem({ report, what }: ReadProblemProps) {
  if (report.status === 'loading') return null;
  const error = report.status === 'failed' ? report.error : report.refreshError;
  if (error === undefined) return null;
  return (
    <p role="status" className="text-xs text-beacon">
      {t(`figures:annotations.failed.${what}`, { title: error.title })}{' '}
      <button type="button" className="min-h-9 underline" onClick={report.retry}>
        {t('common:tryAgain')}
      </button>
    </p>
  );
}
