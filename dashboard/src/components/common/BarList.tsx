import type { Change } from '../../lib/change.js';
import { t } from '../../locales/i18n.js';
import { ChangeBadge } from '../charts/ChangeBadge.js';

/** One line of a bar list. */
export interface BarRow {
  key: string;
  label: string;
  value: number;
  /** The label in full, where it was shortened. */
  title?: string;
  /** How the value moved against the compared period. */
  change?: Change | undefined;
  /** Whether everything is narrowed to this row. */
  isChosen?: boolean;
  /** Where there is something to do with a row, it's a button. */
  onChoose?: () => void;
}

interface BarListProps {
  /** What the rows are, for the table's caption and first column. */
  caption: string;
  columns: readonly [label: string, value: string];
  rows: readonly BarRow[];
  formatValue: (value: number) => string;
  /** Of what each row is shown as a share, where that is known. */
  total?: number | undefined;
  formatShare?: (share: number) => string;
}

/** A ranked list. It's a table to a screen reader; to the eye each label lies in water as deep as its value. */
export function BarList({ caption, columns, rows, formatValue, total, formatShare }: BarListProps) {
  const largest = Math.max(1, ...rows.map((row) => row.value));
  const hasShares = total !== undefined && total > 0 && formatShare !== undefined;
  const hasChanges = rows.some(({ change }) => change !== undefined);
  return (
    <table className="w-full table-fixed border-separate border-spacing-y-0.5 text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="pb-1 text-left font-normal">
            {columns[0]}
          </th>
          <th scope="col" className="w-16 pb-1 text-right font-normal sm:w-20">
            {columns[1]}
          </th>
          {hasShares && (
            <th scope="col" className={`w-16 pb-1 text-right font-normal ${hasChanges ? 'max-sm:hidden' : ''}`}>
              {t('overview:list.share')}
            </th>
          )}
          {hasChanges && (
            <th scope="col" className="w-20 pb-1 text-right font-normal sm:w-24">
              {t('overview:list.change')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" className="relative h-9 p-0 text-left font-normal">
              <span
                aria-hidden="true"
                className={`absolute inset-y-0 left-0 rounded-md ${row.isChosen === true ? 'bg-tide/30' : 'bg-tide-wash'}`}
                style={{ width: `${String(Math.max(1, (row.value / largest) * 100))}%` }}
              />
              <RowLabel row={row} />
            </th>
            <td className="text-right font-medium">{formatValue(row.value)}</td>
            {hasShares && (
              <td className={`text-right text-muted ${hasChanges ? 'max-sm:hidden' : ''}`}>
                {formatShare(row.value / total)}
              </td>
            )}
            {hasChanges && (
              <td className="text-right">
                {row.change !== undefined && row.change.kind !== 'unknown' && (
                  <ChangeBadge change={row.change} isBrief />
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowLabel({ row: { label, title = label, isChosen = false, onChoose } }: { row: BarRow }) {
  const text = (
    <span className="block truncate" dir="auto">
      {label}
    </span>
  );
  if (onChoose === undefined)
    return (
      <span className="relative block px-2.5" title={title}>
        {text}
      </span>
    );
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={title}
      onClick={onChoose}
      className="relative block min-h-9 w-full rounded-md px-2.5 text-left hover:underline aria-pressed:font-semibold"
    >
      {text}
    </button>
  );
}
