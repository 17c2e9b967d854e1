import type { TextTable } from '../../lib/csv.js';

interface ChartTableProps extends TextTable {
  caption: string;
  /** For all to see; else it's for those who can't see the chart. */
  isShown?: boolean;
}

/** What a chart or a panel shows, in words and figures. */
export function ChartTable({ caption, columns, rows, isShown = false }: ChartTableProps) {
  return (
    <div
      // What scrolls can be reached, so that it can be scrolled by keys.
      {...(isShown && { role: 'group', 'aria-label': caption, tabIndex: 0 })}
      className={isShown ? 'max-h-96 overflow-auto rounded-lg border border-line text-sm' : 'sr-only'}
    >
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead className={isShown ? 'sticky top-0 bg-sunken text-xs text-muted' : ''}>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={`px-3 py-2 font-medium ${index === 0 ? 'text-left' : 'text-right'}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([heading = '', ...cells], row) => (
            <tr key={row} className="border-t border-line">
              <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                {heading}
              </th>
              {cells.map((cell, index) => (
                <td key={index} dir="auto" className="px-3 py-1.5 text-right">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
