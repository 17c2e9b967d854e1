import { useState } from 'react';
import { useSite } from '../../context/site.js';
import { useChange } from '../../hooks/useChange.js';
import { useFilters } from '../../hooks/useFilters.js';
import { type Ranking, useRanking } from '../../hooks/useRanking.js';
import { formatCount, formatShare } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { rankedMetric, type RankedRow, type RankingId, readRanking } from '../../lib/rankings.js';
import { t } from '../../locales/i18n.js';
import { BarList } from '../common/BarList.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { PanelExport } from '../common/PanelExport.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { AllRows } from './AllRows.js';

interface RankedListProps {
  id: RankingId;
  /** What the rows add up to, where it's known. */
  total: number | undefined;
}

const shownRows = 10;
/** As many as the API gives at once. */
const csvRows = 1_000;

/** The leading rows of a ranking; each narrows everything to itself. The others are a dialog away. */
export function RankedList({ id, total }: RankedListProps) {
  const { selection } = useSite();
  const ranking = useRanking({ id, selection, limit: shownRows });
  const caption = t(`overview:rankings.${id}.caption`);
  return (
    <Loadable
      report={ranking}
      skeleton={<RowsSkeleton rows={shownRows} label={t('overview:list.loading', { caption })} />}
    >
      {(loaded) => <RankedRows id={id} total={total} ranking={loaded} />}
    </Loadable>
  );
}

/** The rows of a ranking that is there. */
export function RankedRows({ id, total, ranking }: RankedListProps & { ranking: Ranking }) {
  const { selection } = useSite();
  const { isChosen, toggle } = useFilters();
  const tellChange = useChange();
  const [isOpen, setIsOpen] = useState(false);
  const metric = findMetric(rankedMetric(id));
  const caption = t(`overview:rankings.${id}.caption`);
  const { totalRows, report } = ranking;
  const rows = ranking.rows.slice(0, shownRows);
  if (rows.length === 0)
    return (
      <p className="py-6 text-center text-sm text-muted">
        {t(metric.name === 'page_views' ? 'overview:list.noViews' : 'overview:list.noSessions')}
      </p>
    );
  const valueOf = ({ figures }: RankedRow) => figures[metric.name] ?? 0;
  return (
    <>
      <BarList
        caption={caption}
        columns={[t(`overview:rankings.${id}.column`), metric.label]}
        rows={rows.map((row) => ({
          key: row.key,
          label: row.label,
          title: row.title,
          value: valueOf(row),
          change: row.before && tellChange(metric, valueOf(row), row.before[metric.name]),
          isChosen: isChosen(row.filters),
          onChoose: () => {
            toggle(row.filters);
          },
        }))}
        formatValue={formatCount}
        total={total}
        formatShare={formatShare}
      />
      <div className="mt-3 flex flex-wrap items-center justify-end gap-3 text-xs text-muted">
        {report.approximate === true && <span>{t('overview:notes.short')}</span>}
        {totalRows > rows.length && (
          <>
            <span className="mr-auto">
              {t('overview:list.someOf', { shown: formatCount(rows.length), total: formatCount(totalRows) })}
            </span>
            <button
              type="button"
              data-export="no"
              className={quietButton}
              aria-label={t('overview:list.showAllOf', { caption })}
              onClick={() => {
                setIsOpen(true);
              }}
            >
              {t('overview:list.showAll')}
            </button>
          </>
        )}
        {totalRows > csvRows && <span>{t('overview:list.rowsSaved', { rows: formatCount(csvRows) })}</span>}
        <PanelExport name={caption} csvPath={readRanking(selection, id, csvRows).path} />
      </div>
      {isOpen && (
        <AllRows
          id={id}
          caption={caption}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      )}
    </>
  );
}
