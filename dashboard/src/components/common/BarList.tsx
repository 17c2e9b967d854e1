/** One line of a bar list. */
export interface BarRow {
  key: string;
  label: string;
  value: number;
  /** The figure in full, where the label was shortened. */
  title?: string;
}

interface BarListProps {
  /** What the rows are, for the table's caption and first column. */
  caption: string;
  columns: readonly [label: string, value: string];
  rows: readonly BarRow[];
  formatValue: (value: number) => string;
  /** Shown as each row's share, where the rows are all there is. */
  total?: number | undefined;
  formatShare?: (share: number) => string;
}

/** A ranked list. It's a table to a screen reader; to the eye each label lies in water as deep as its value. */
export function BarList({ caption, columns, rows, formatValue, total, formatShare }: BarListProps) {
  const largest = Math.max(1, ...rows.map((row) => row.value));
  const hasShares = total !== undefined && total > 0 && formatShare !== undefined;
  return (
    <table className="w-full table-fixed border-separate border-spacing-y-1 text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="pb-1 text-left font-normal">
            {columns[0]}
          </th>
          <th scope="col" className="w-24 pb-1 text-right font-normal">
            {columns[1]}
          </th>
          {hasShares && (
            <th scope="col" className="w-16 pb-1 text-right font-normal">
              Share
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" className="relative h-8 p-0 text-left font-normal">
              <span
                aria-hidden="true"
                className="absolute inset-y-0 left-0 rounded-md bg-tide-wash"
                style={{ width: `${String(Math.max(1, (row.value / largest) * 100))}%` }}
              />
              <span className="relative block truncate px-2.5" dir="auto" title={row.title ?? row.label}>
                {row.label}
              </span>
            </th>
            <td className="text-right font-medium">{formatValue(row.value)}</td>
            {hasShares && <td className="text-right text-muted">{formatShare(row.value / total)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
