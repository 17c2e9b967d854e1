import { useSite } from '../../context/site.js';
import { useFilters } from '../../hooks/useFilters.js';
import { useRanking } from '../../hooks/useRanking.js';
import { formatCount, unknownValue } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import type { Figures } from '../../types/analytics.js';
import { LazyWorldMap } from '../charts/lazy-charts.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { Block } from '../common/Skeleton.js';
import { RankedList } from './RankedList.js';
import { formatTotal } from './total.js';

/** More than there are countries. */
const everyCountry = 300;

/** Where sessions came from: the map, and the leading countries beside it. */
export function PlacesPanel({ totals }: { totals: Figures | undefined }) {
  return (
    <Panel
      title={t('overview:panels.places')}
      total={totals && formatTotal('sessions', totals.sessions)}
      className="xl:col-span-2"
    >
      <div className="grid grid-cols-1 gap-x-8 gap-y-5 lg:grid-cols-[3fr_2fr]">
        <Countries />
        <div className="min-w-0">
          <RankedList id="country" total={totals?.sessions} />
        </div>
      </div>
    </Panel>
  );
}

function Countries() {
  const { selection } = useSite();
  const { isChosen, toggle } = useFilters();
  const ranking = useRanking({ id: 'country', selection, limit: everyCountry });
  return (
    <Loadable report={ranking} skeleton={<Block className="h-64 rounded-xl" />}>
      {({ rows }) => {
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
      }}
    </Loadable>
  );
}
