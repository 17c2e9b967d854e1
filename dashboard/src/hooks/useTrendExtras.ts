import { useContext } from 'react';
import { UserContext } from '../context/session.js';
import { useSite } from '../context/site.js';
import { addDays } from '../lib/dates.js';
import { refreshEveryMs } from '../lib/refresh.js';
import { readAnnotations } from '../services/annotations.js';
import { forecastNameOf, readMarkedDays } from '../services/predictions.js';
import type { MetricName, Period, TimeseriesInterval } from '../types/analytics.js';
import type { AnnotationList } from '../types/annotations.js';
import type { MarkedDaysList, Prediction } from '../types/predictions.js';
import { type Loaded, useAnalytics } from './useAnalytics.js';
import { usePrediction } from './usePredictions.js';

/** So many days after today are forecast on the chart. */
const forecastDays = 7;

/** What the large chart shows besides the figures. */
export interface TrendExtras {
  /** Undefined where none is to be shown. */
  prediction: Loaded<Prediction> | undefined;
  /** Undefined where nobody is signed in: a share tells figures alone. */
  notes: Loaded<AnnotationList> | undefined;
  markedDays: Loaded<MarkedDaysList> | undefined;
  /** The days whose notes are shown. */
  notedPeriod: Period;
  canWriteNotes: boolean;
}

/** Reads what belongs to the chart of a metric. Only whole days of the whole site are forecast, and only from today on. */
export function useTrendExtras(metric: MetricName, interval: TimeseriesInterval): TrendExtras {
  const { site, selection, today } = useSite();
  const user = useContext(UserContext);
  const isFiltered = Object.keys(selection.filters ?? {}).length > 0;
  const goesOn = interval === 'day' && selection.endDate === today && !isFiltered;
  const forecastName = goesOn ? forecastNameOf(metric) : undefined;
  const { startDate, endDate } = selection;
  const notedPeriod = { startDate, endDate: goesOn ? addDays(today, forecastDays) : endDate };

  // Today is forecast, too.
  const prediction = usePrediction(site.domain, forecastName, forecastDays + 1);
  const notes = useAnalytics(user && readAnnotations(site.id, notedPeriod), refreshEveryMs);
  const markedDays = useAnalytics(user && readMarkedDays(site.id), refreshEveryMs);
  return {
    prediction: forecastName && prediction,
    notes: user && notes,
    markedDays: user && markedDays,
    notedPeriod,
    canWriteNotes: user?.role === 'admin',
  };
}
