import type { ReactNode } from 'react';
import { formatPeriod } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { Period, TimeseriesInterval } from '../../types/analytics.js';

interface ChartLegendProps {
  period: Period;
  compared: Period | undefined;
  /** What is still growing, if the chart shows it. */
  running: TimeseriesInterval | undefined;
  /** How many of a hundred days fall inside the forecast's band, where it's drawn. */
  forecastLevel: number | undefined;
  hasNotes: boolean;
  hasMarkedDays: boolean;
}

/** Which line is which; each differs in its stroke too, not in colour alone. */
export function ChartLegend({ period, compared, running, forecastLevel, hasNotes, hasMarkedDays }: ChartLegendProps) {
  return (
    <ul aria-label={t('figures:chart.legend')} className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
      <Item stroke={<path d="M0 5h22" stroke="var(--tide)" strokeWidth="2.500" />}>{formatPeriod(period)}</Item>
      {compared !== undefined && (
        <Item stroke={<path d="M0 5h22" stroke="var(--ebb)" strokeWidth="1.500" />}>{formatPeriod(compared)}</Item>
      )}
      {running !== undefined && (
        <Item stroke={<path d="M0 5h22" stroke="var(--tide)" strokeWidth="2.500" strokeDasharray="5 4" />}>
          {t(`figures:chart.running.${running}`)}
        </Item>
      )}
      {forecastLevel !== undefined && (
        <Item
          stroke={
            <>
              <path d="M0 0h22v10H0z" fill="var(--beacon)" opacity="0.16" />
              <path d="M0 5h22" stroke="var(--beacon)" strokeWidth="2" strokeDasharray="2 3" />
            </>
          }
        >
          {t('figures:chart.forecastBand', { level: forecastLevel })}
        </Item>
      )}
      {hasNotes && (
        <Item
          stroke={
            <>
              <path d="M11 4v6" stroke="var(--beacon)" strokeDasharray="2 1" />
              <circle cx="11" cy="3" r="3" fill="var(--beacon)" />
            </>
          }
        >
          {t('figures:chart.notes')}
        </Item>
      )}
      {hasMarkedDays && (
        <Item stroke={<path d="M4 0h14v10H4z" fill="var(--ebb)" opacity="0.4" />}>{t('figures:chart.markedDays')}</Item>
      )}
    </ul>
  );
}

function Item({ stroke, children }: { stroke: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <svg aria-hidden="true" width="22" height="10">
        {stroke}
      </svg>
      {children}
    </li>
  );
}
