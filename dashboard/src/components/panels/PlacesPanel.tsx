import { useSite } from '../../context/site.js';
import { useFilters } from '../../hooks/useFilters.js';
import { useRanking } from '../../hooks/useRanking.js';
import { formatCount, unknownValue } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import type { RankedRow } from '../../lib/rankings.js';
import { t } from '../../locales/i18n.js';
import type { Figures } from '../../types/analytics.js';
import { LazyWorldMap } from '../charts/lazy-charts.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { RankedRows } from './RankedList.js';
import { formatTotal } from './total.js';

/** More than there are countries. */
const everyCountry = 300;

/** Where sessions came from: the map, and the leading countries beside it. */
export function PlacesPanel({ totals }: { totals: Figures | undefined }) {
  const { selection } = useSite();
  const ranking = useRanking({ id: 'country', selection, limit: everyCountry });
  const title = t('overview:panels.places');
  return (
    <Panel title={title} total={totals && formatTotal('sessions', totals.sessions)} className="xl:col-span-2">
      <Loadable
        report={ranking}
        skeleton={<RowsSkeleton rows={10} label={t('overview:list.loading', { caption: title })} />}
      >
        {(loaded) => (
          <div className="grid grid-cols-1 gap-x-8 gap-y-5 lg:grid-cols-[3fr_2fr]">
            <CountryMap rows={loaded.rows} />
            <div className="min-w-0">
              <RankedRows id="country" total={totals?.sessions} ranking={loaded} />
            </div>
          </div>
        )}
      </Loadable>
    </Panel>
  );
}

function CountryMap({ rows }: { rows: readonly RankedRow[] }) {
  const { isChosen, toggle } = useFilters();
  const countries = rows.filter(({ title }) => title !== unknownValue);
  return (
    <LazyWorldMap
      rows={countries.map(({ title: code, label, figures }) => ({ code, label, value: figures.sessions ?? 0 }))}
      selected={countries.filter(({ filters }) => isChosen(filters)).map(({ title }) => title)}
      onSelect={(code) => {
        toggle({ country: code });
      }}
      formatValue={formatCount}
      valueName={findMetric('sessions').label}
    />
  );
}
