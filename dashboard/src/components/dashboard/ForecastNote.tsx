import type { Loaded } from '../../hooks/useAnalytics.js';
import { t } from '../../locales/i18n.js';
import type { Prediction } from '../../types/predictions.js';

interface ForecastNoteProps {
  /** Undefined where none is to be shown. */
  prediction: Loaded<Prediction> | undefined;
  isDrawn: boolean;
}

/** Why a chart that might show a forecast shows none. */
export function ForecastNote({ prediction, isDrawn }: ForecastNoteProps) {
  if (prediction === undefined || prediction.status === 'loading' || isDrawn) return null;
  return <p className="text-xs text-muted">{explain(prediction)}</p>;
}

function explain(prediction: Exclude<Loaded<Prediction>, { status: 'loading' }>): string {
  if (prediction.status === 'ready') return t('figures:chart.noForecast.old');
  if (prediction.error.code === 'not_enough_history') return t('figures:chart.noForecast.short');
  return t('figures:chart.noForecast.failed', { title: prediction.error.title });
}
