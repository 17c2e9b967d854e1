import type { ReactNode } from 'react';
import type { Loaded } from '../../hooks/useAnalytics.js';
import { t } from '../../locales/i18n.js';
import { Failure } from './Failure.js';

interface LoadableProps<Report> {
  report: Loaded<Report>;
  skeleton: ReactNode;
  children: (data: Report) => ReactNode;
}

/** Shows a report in whichever state it is: on its way, failed, or here (and perhaps no longer refreshed). */
export function Loadable<Report>({ report, skeleton, children }: LoadableProps<Report>) {
  switch (report.status) {
    case 'loading':
      return skeleton;
    case 'failed':
      return <Failure error={report.error} onRetry={report.retry} />;
    case 'ready':
      return (
        <>
          {children(report.data)}
          {report.refreshError !== undefined && (
            <p role="status" className="mt-3 text-xs text-beacon">
              {t('common:notRefreshed', { reason: report.refreshError.title })}{' '}
              <button type="button" onClick={report.retry} className="underline">
                {t('common:tryAgain')}
              </button>
            </p>
          )}
        </>
      );
  }
}
