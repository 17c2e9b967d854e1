import { useState } from 'react';
import { useSite } from '../../context/site.js';
import { useFilters } from '../../hooks/useFilters.js';
import { type Ranking, useRanking } from '../../hooks/useRanking.js';
import { formatCount, formatMetric } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { rankedMetrics, type RankedRow, type RankingId } from '../../lib/rankings.js';
import { t } from '../../locales/i18n.js';
import { Dialog } from '../common/Dialog.js';
import { Field } from '../common/Field.js';
import { Loadable } from '../common/Loadable.js';
import { RowsSkeleton } from '../common/Skeleton.js';

interface AllRowsProps {
  id: RankingId;
  caption: string;
  onClose: () => void;
}

const mostRows = 300;

/** A ranking at length: more rows, more figures of each, and a search. */
export function AllRows({ id, caption, onClose }: AllRowsProps) {
  const { selection } = useSite();
  const { toggle, isChosen } = useFilters();
  const [text, setText] = useState('');
  const ranking = useRanking({ id, selection, limit: mostRows, text });
  return (
    <Dialog title={caption} className="max-w-4xl" onClose={onClose}>
      <Field
        label={t('overview:list.search')}
        name="search"
        type="search"
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <div className="mt-4">
        <Loadable report={ranking} skeleton={<RowsSkeleton label={t('overview:list.loading', { caption })} />}>
          {(loaded) => (
            <>
              <p role="status" className="mb-2 text-xs text-muted">
                {describeCount(loaded)}
              </p>
              <RowsTable
                id={id}
                caption={caption}
                rows={loaded.rows}
                isChosen={(row) => isChosen(row.filters)}
                onChoose={(row) => {
                  toggle(row.filters);
                  onClose();
                }}
              />
            </>
          )}
        </Loadable>
      </div>
    </Dialog>
  );
}

function describeCount({ rows, totalRows, isWhole }: Ranking): string {
  if (rows.length === 0)
    return isWhole ? t('overview:list.nothingFound') : t('overview:list.notAmongLeading', { count: mostRows });
  return t('overview:list.someOf', { shown: formatCount(rows.length), total: formatCount(totalRows) });
}

interface RowsTableProps {
  id: RankingId;
  caption: string;
  rows: readonly RankedRow[];
  isChosen: (row: RankedRow) => boolean;
  onChoose: (row: RankedRow) => void;
}

function RowsTable({ id, caption, rows, isChosen, onChoose }: RowsTableProps) {
  if (rows.length === 0) return null;
  const columns = rankedMetrics(id).map(findMetric);
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="min-w-48 py-1 text-left font-normal">
              {t(`overview:rankings.${id}.column`)}
            </th>
            {columns.map((metric) => (
              <th key={metric.name} scope="col" title={metric.help} className="py-1 pl-4 text-right font-normal">
                {metric.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-t border-line">
              <th scope="row" className="p-0 text-left font-normal">
                <button
                  type="button"
                  dir="auto"
                  aria-pressed={isChosen(row)}
                  title={row.title}
                  className="min-h-10 w-full py-1.5 text-left break-all hover:underline aria-pressed:font-semibold"
                  onClick={() => {
                    onChoose(row);
                  }}
                >
                  {row.label}
                </button>
              </th>
              {columns.map((metric) => (
                <td key={metric.name} className="pl-4 text-right whitespace-nowrap">
                  {formatMetric(metric, row.figures[metric.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
