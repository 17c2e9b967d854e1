import type { ReactNode } from 'react';
import { formatPeriod } from '../../lib/format.js';
import type { DailyReport, Period } from '../../types/analytics.js';

/** Which line is which; each differs in its stroke too, not in colour alone. */
export function ChartLegend({ report, isRunning }: { report: DailyReport; isRunning: boolean }) {
  const { comparison } = report;
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
      <Item stroke={<path d="M0 4h22" stroke="var(--tide)" strokeWidth="2.500" />}>
        {formatPeriod(toPeriod(report))}
      </Item>
      {comparison !== undefined && (
        <Item stroke={<path d="M0 4h22" stroke="var(--ebb)" strokeWidth="1.500" />}>
          {formatPeriod(toPeriod(comparison))}
        </Item>
      )}
      {isRunning && (
        <Item stroke={<path d="M0 4h22" stroke="var(--tide)" strokeWidth="2.500" strokeDasharray="5 4" />}>
          Today, so far
        </Item>
      )}
    </ul>
  );
}

function Item({ stroke, children }: { stroke: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <svg aria-hidden="true" width="22" height="8">
        {stroke}
      </svg>
      {children}
    </li>
  );
}

function toPeriod({ start_date, end_date }: { start_date: string; end_date: string }): Period {
  return { startDate: start_date, endDate: end_date };
}
