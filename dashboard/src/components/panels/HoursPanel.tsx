import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { useFilters } from '../../hooks/useFilters.js';
import { positiveValues } from '../../lib/filters.js';
import { formatCount } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import { t } from '../../locales/i18n.js';
import { readBreakdown } from '../../services/analytics.js';
import type { BreakdownReport, Figures } from '../../types/analytics.js';
import { HeatMap } from '../charts/HeatMap.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { PanelExport } from '../common/PanelExport.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { formatTotal } from './total.js';

const hoursOfWeek = 7 * 24;

/** When sessions began: the hours of the week, in the site's time zone. */
export function HoursPanel({ totals }: { totals: Figures | undefined }) {
  const { selection } = useSite();
  const { filters, toggle } = useFilters();
  // Nothing is compared here.
  const read = readBreakdown({ ...selection, compare: 'none' }, 'weekday_hour', hoursOfWeek);
  const report = useAnalytics(read, refreshEveryMs);
  const title = t('overview:panels.hours');
  return (
    <Panel title={title} total={totals && formatTotal('sessions', totals.sessions)}>
      <Loadable
        report={report}
        skeleton={<RowsSkeleton rows={7} label={t('overview:list.loading', { caption: title })} />}
      >
        {(loaded) => (
          <>
            <HeatMap
              cells={toCells(loaded)}
              selected={positiveValues(filters.weekday_hour)}
              onSelect={(hour) => {
                toggle({ weekday_hour: hour });
              }}
              formatValue={formatCount}
              valueName={findMetric('sessions').label}
            />
            <div className="mt-3 flex flex-wrap items-center justify-end gap-3 text-xs text-muted">
              {loaded.approximate === true && <span>{t('overview:notes.short')}</span>}
              <PanelExport name={title} csvPath={read.path} />
            </div>
          </>
        )}
      </Loadable>
    </Panel>
  );
}

/** @returns a cell for each `1-00` … `7-23` of the report */
function toCells({ data }: BreakdownReport) {
  return data.flatMap(({ value, sessions }) => {
    const [weekday, hour] = value.split('-').map(Number);
    return weekday === undefined || hour === undefined || Number.isNaN(hour)
      ? []
      : [{ weekday, hour, value: sessions }];
  });
}
