import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { useView } from '../../hooks/useView.js';
import { addDays } from '../../lib/dates.js';
import { formatDay } from '../../lib/format.js';
import { longestPeriodDays } from '../../lib/period.js';
import { t } from '../../locales/i18n.js';
import { readBreakdown, readDaily } from '../../services/analytics.js';
import type { Selection } from '../../types/analytics.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import { Snippet } from '../common/Snippet.js';
import { Waterline } from '../common/Waterline.js';

/** Three looks of ten years each reach back to before there was anything to count. */
const looks = 3;

/** No page view in the period: either the site is new, or the days were quiet. The two need different words. */
export function EmptyPeriod() {
  return <LookBack look={0} />;
}

function LookBack({ look }: { look: number }) {
  const { site, today } = useSite();
  const endDate = addDays(today, -look * longestPeriodDays);
  const decade = {
    site: site.domain,
    startDate: addDays(endDate, 1 - longestPeriodDays),
    endDate,
    compare: 'none',
  } as const;
  const report = useAnalytics(readBreakdown(decade, 'device_type', 10));
  return (
    <Loadable report={report} skeleton={<LoadingSpinner label={t('figures:empty.looking')} />}>
      {({ data }) => {
        if (data.some((row) => row.page_views > 0)) return <LatestDays decade={decade} />;
        return look + 1 < looks ? <LookBack look={look + 1} /> : <NewSite domain={site.domain} />;
      }}
    </Loadable>
  );
}

function LatestDays({ decade }: { decade: Selection }) {
  const report = useAnalytics(readDaily(decade));
  return (
    <Loadable report={report} skeleton={<LoadingSpinner label={t('figures:empty.looking')} />}>
      {({ data, end_date: lastDay }) => (
        <QuietPeriod latestDay={data.findLast((row) => row.page_views > 0)?.date ?? lastDay} />
      )}
    </Loadable>
  );
}

/** What a site without a single page view shows: the way to the first one. */
export function NewSite({ domain }: { domain: string }) {
  return (
    <section className="relative overflow-hidden rounded-3xl border border-line bg-surface px-5 pt-10 pb-28 shadow-card sm:px-10">
      <div className="relative z-10 mx-auto max-w-2xl">
        <h2 className="text-center font-display text-2xl sm:text-3xl">{t('figures:empty.first.title')}</h2>
        <p className="mx-auto mt-3 mb-8 max-w-lg text-center text-muted">
          {t('figures:empty.first.hintBefore')} <code>&lt;head&gt;</code> {t('figures:empty.first.hintAfter')}
        </p>
        <Snippet domain={domain} />
        <p className="mt-6 text-sm text-muted">
          {t('figures:empty.first.import')}{' '}
          <code className="break-words text-ink">npm run tidemark -- import access-log FILE --site {domain}</code>
        </p>
      </div>
      <Waterline className="absolute inset-x-0 bottom-0 h-24 w-full" />
    </section>
  );
}

function QuietPeriod({ latestDay }: { latestDay: string }) {
  const { changeView } = useView();
  return (
    <section className="rounded-3xl border border-line bg-surface px-5 py-14 text-center shadow-card">
      <h2 className="font-display text-2xl">{t('figures:empty.quiet.title')}</h2>
      <p className="mx-auto mt-3 max-w-md text-muted">
        {t('figures:empty.quiet.hint', { day: formatDay(latestDay, 'full') })}
      </p>
      <button
        type="button"
        className={`mt-6 ${quietButton}`}
        onClick={() => {
          changeView({ range: { id: 'custom', startDate: addDays(latestDay, 1 - shownDays), endDate: latestDay } });
        }}
      >
        {t('figures:empty.quiet.show', { days: shownDays })}
      </button>
    </section>
  );
}

const shownDays = 28;
