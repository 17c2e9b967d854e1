import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { type ForecastMetric, forecastMetrics } from '../services/predictions.js';
import type { ConfidenceLevel } from '../types/predictions.js';
import { useView } from './useView.js';

/** How many days ahead may be asked for. */
export const horizons = [7, 14, 28] as const;
export type Horizon = (typeof horizons)[number];

/** How many days of a hundred an interval should hold. */
export const levels: readonly ConfidenceLevel[] = [80, 90, 95];

interface ForecastChoice {
  metric: ForecastMetric;
  horizon: Horizon;
  level: ConfidenceLevel;
}

const defaults: Omit<ForecastChoice, 'metric'> = { horizon: 7, level: 90 };

/** Which forecast is looked at. Like every view it lives in the address, so that it can be reloaded and sent on. */
export function useForecastChoice(): ForecastChoice & { change: (change: Partial<ForecastChoice>) => void } {
  const { view, changeView } = useView();
  const [query, setQuery] = useSearchParams();
  const change = useCallback(
    ({ metric, ...numbers }: Partial<ForecastChoice>) => {
      if (metric !== undefined) changeView({ metric });
      else setQuery((before) => write(before, numbers));
    },
    [changeView, setQuery],
  );
  return {
    metric: forecastMetrics.find((name) => name === view.metric) ?? 'page_visits',
    horizon: horizons.find((days) => String(days) === query.get('horizon')) ?? defaults.horizon,
    level: levels.find((level) => String(level) === query.get('level')) ?? defaults.level,
    change,
  };
}

function write(query: URLSearchParams, numbers: Partial<typeof defaults>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(numbers)) {
    if (value === defaults[name as keyof typeof defaults]) next.delete(name);
    else next.set(name, String(value));
  }
  return next;
}
