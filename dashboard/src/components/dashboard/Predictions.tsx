import { useCallback, useState } from 'react';
import { useUser } from '../../context/session.js';
import { useSite } from '../../context/site.js';
import { useFilters } from '../../hooks/useFilters.js';
import { useForecastChoice } from '../../hooks/useForecastChoice.js';
import { useAccuracy, usePrediction } from '../../hooks/usePredictions.js';
import { findMetric } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import { forecastMetrics, forecastNameOf } from '../../services/predictions.js';
import { Tabs } from '../common/Tabs.js';
import { AccuracyPanel } from '../predictions/AccuracyPanel.js';
import { ForecastOptions } from '../predictions/ForecastOptions.js';
import { ForecastPanel } from '../predictions/ForecastPanel.js';
import { LedgerPanel, type Span } from '../predictions/LedgerPanel.js';
import { MarkedDaysPanel } from '../predictions/MarkedDaysPanel.js';
import { ModelPanel } from '../predictions/ModelPanel.js';
import { RetrainPanel } from '../predictions/RetrainPanel.js';
import { ShortHistory } from '../predictions/ShortHistory.js';

const panelsId = 'forecast-panels';

/** What comes next, how sure that is, and what earlier forecasts were worth. */
export default function Predictions() {
  const { site } = useSite();
  const { role } = useUser();
  const { metric, change } = useForecastChoice();
  const { hasFilters } = useFilters();
  // After a training, or with other days left out, there's another forecast.
  const [round, setRound] = useState(0);
  const readAgain = useCallback(() => {
    setRound((count) => count + 1);
  }, []);
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          <h1 className="font-display text-3xl break-words sm:text-4xl">{t('predictions:title')}</h1>
          <p className="mt-1 text-sm text-muted">{t('predictions:subtitle', { site: site.name })}</p>
        </div>
        <ForecastOptions />
      </div>
      {hasFilters && <p className="mb-4 text-sm text-muted">{t('predictions:wholeSite')}</p>}
      <div className="mb-4 w-fit max-w-full">
        <Tabs
          label={t('predictions:metric')}
          tabs={forecastMetrics.map((name) => ({ id: name, label: findMetric(name).label }))}
          active={metric}
          controls={panelsId}
          onChange={(chosen) => {
            change({ metric: chosen });
          }}
        />
      </div>
      <div id={panelsId} role="tabpanel" aria-label={findMetric(metric).label}>
        <Forecast key={round} />
      </div>
      <div className="mt-4 grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <MarkedDaysPanel onChanged={readAgain} />
        {role === 'admin' && <RetrainPanel onOver={readAgain} />}
      </div>
    </>
  );
}

function Forecast() {
  const { site } = useSite();
  const { metric, horizon, level } = useForecastChoice();
  const [span, setSpan] = useState<Span>('28');
  const name = forecastNameOf(metric);
  const forecast = usePrediction(site.domain, name, horizon, level);
  const accuracy = useAccuracy(site.domain, name, Number(span), level);
  if (forecast.status === 'failed' && forecast.error.code === 'not_enough_history')
    return <ShortHistory error={forecast.error} domain={site.domain} />;
  return (
    <>
      <ForecastPanel forecast={forecast} metric={metric} />
      <div className="mt-4 grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <AccuracyPanel accuracy={accuracy} />
        {forecast.status === 'ready' && <ModelPanel prediction={forecast.data} accuracy={accuracy} />}
      </div>
      <div className="mt-4">
        <LedgerPanel accuracy={accuracy} span={span} onSpan={setSpan} />
      </div>
    </>
  );
}
