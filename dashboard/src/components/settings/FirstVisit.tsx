import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { useRealTimeData } from '../../hooks/useRealTimeData.js';
import { useToday } from '../../hooks/useToday.js';
import { addDays } from '../../lib/dates.js';
import { formatCount, formatPage } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { readDaily } from '../../services/analytics.js';
import type { Site } from '../../types/analytics.js';
import { Icon } from '../common/Icon.js';

/** Days whose visits say that the snippet is in place. */
const pastDays = 30;

/** Whether visits arrive: watched live, so that the first one shows by itself. */
export function FirstVisit({ site }: { site: Site }) {
  const today = useToday(site.timezone);
  const live = useRealTimeData(site.domain);
  const past = useAnalytics(
    readDaily({ site: site.domain, startDate: addDays(today, 1 - pastDays), endDate: today, compare: 'none' }),
  );
  // What was there when the page was opened is no first visit.
  const before = past.status === 'ready' ? past.data.totals.page_views : undefined;
  const report = live.report;
  const recent = report?.page_views_per_minute.reduce((sum, { page_views }) => sum + page_views, 0) ?? 0;
  const newest = report?.top_pages[0];
  if (past.status === 'loading') return null;
  if (before !== undefined && before > 0)
    return (
      <Sign isThere>
        {t('settings:site.visitsArrive', { count: before, views: formatCount(before), days: pastDays })}
      </Sign>
    );
  if (recent > 0)
    return (
      <Sign isThere>
        {t('settings:site.firstVisit')}{' '}
        {newest !== undefined && <span className="break-all">{formatPage(newest.page, site.domain)}</span>}{' '}
        <Link to={`/?site=${encodeURIComponent(site.domain)}`} className="text-tide underline underline-offset-4">
          {t('settings:site.toOverview')}
        </Link>
      </Sign>
    );
  return (
    <Sign isThere={false}>
      {live.connection === 'stale' ? t('settings:site.notConnected') : t('settings:site.waiting')}
    </Sign>
  );
}

function Sign({ isThere, children }: { isThere: boolean; children: ReactNode }) {
  return (
    <div
      role="status"
      className={`mt-5 flex items-center gap-3 rounded-xl p-3 text-sm ${isThere ? 'bg-good-wash' : 'bg-sunken'}`}
    >
      {isThere ? (
        <Icon name="check" className="size-5 text-good" />
      ) : (
        <span aria-hidden="true" className="mx-1 size-3 shrink-0 animate-pulse rounded-full bg-beacon" />
      )}
      <p className="min-w-0">{children}</p>
    </div>
  );
}
