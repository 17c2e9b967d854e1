import { type ReactNode, useState } from 'react';
import { type Loaded, useAnalytics } from '../../hooks/useAnalytics.js';
import { formatCount, formatShare } from '../../lib/format.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import type { Read } from '../../services/analytics.js';
import { BarList, type BarRow } from '../common/BarList.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { CsvButton } from './CsvButton.js';

interface RankedReport<Row> {
  data: Row[];
  total_rows: number;
}

interface RankedListProps<Row> {
  caption: string;
  columns: readonly [label: string, value: string];
  /** The report that holds at most `limit` rows. */
  read: (limit: number) => Read<RankedReport<Row>>;
  toRow: (row: Row) => BarRow;
  empty: ReactNode;
}

const shortLimit = 10;
const longLimit = 100;
const csvLimit = 1_000;

/** The leading rows of a report, with more of them on demand. */
export function RankedList<Row>({ caption, columns, read, toRow, empty }: RankedListProps<Row>) {
  const [limit, setLimit] = useState(shortLimit);
  const report: Loaded<RankedReport<Row>> = useAnalytics(read(limit), refreshEveryMs);
  return (
    <Loadable report={report} skeleton={<RowsSkeleton label={`Loading ${caption.toLowerCase()}`} />}>
      {({ data, total_rows: totalRows }) => {
        if (data.length === 0) return <p className="py-6 text-center text-sm text-muted">{empty}</p>;
        const rows = data.map(toRow);
        const isComplete = totalRows <= rows.length;
        return (
          <>
            <BarList
              caption={caption}
              columns={columns}
              rows={rows}
              formatValue={formatCount}
              total={isComplete ? rows.reduce((sum, row) => sum + row.value, 0) : undefined}
              formatShare={formatShare}
            />
            <div className="mt-3 flex flex-wrap items-center justify-end gap-3 text-xs text-muted">
              {!isComplete && (
                <span className="mr-auto">
                  {formatCount(rows.length)} of {formatCount(totalRows)}
                </span>
              )}
              {!isComplete && limit === shortLimit && (
                <button
                  type="button"
                  className={quietButton}
                  onClick={() => {
                    setLimit(longLimit);
                  }}
                >
                  Show more
                </button>
              )}
              <CsvButton caption={caption} path={read(csvLimit).path} />
            </div>
          </>
        );
      }}
    </Loadable>
  );
}
