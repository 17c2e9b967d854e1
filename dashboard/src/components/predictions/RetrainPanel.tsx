import { useSite } from '../../context/site.js';
import { useRetraining } from '../../hooks/useRetraining.js';
import { formatShare } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import type { MetricTraining, RetrainState } from '../../types/predictions.js';
import { mainButton } from '../common/Field.js';
import { Icon } from '../common/Icon.js';
import { Panel } from '../common/Panel.js';
import { ProgressBar } from '../common/ProgressBar.js';
import { Refusal } from '../common/Refusal.js';
import { nameOfKind } from './model-kinds.js';

/** Trains a site's forecasts anew, and tells what came of it. */
export function RetrainPanel({ onOver }: { onOver: () => void }) {
  const { site } = useSite();
  const { state, isBusy, error, start } = useRetraining(site.domain, onOver);
  return (
    <Panel title={t('predictions:training.title')}>
      <p className="text-sm">{t('predictions:training.how')}</p>
      <div className="mt-4 space-y-4">
        <button type="button" disabled={isBusy} className={mainButton} onClick={start}>
          {t('predictions:training.start')}
        </button>
        <Refusal error={error} />
        {state !== undefined && <Training state={state} />}
      </div>
    </Panel>
  );
}

function Training({ state }: { state: RetrainState }) {
  const { status, progress, step, metrics = [], error } = state;
  const isOver = status === 'succeeded' || status === 'failed';
  return (
    <div className="space-y-3">
      {!isOver && (
        <>
          <ProgressBar
            label={t('predictions:training.title')}
            value={progress}
            words={t(`predictions:training.${status === 'queued' ? 'queued' : 'running'}`, {
              share: formatShare(Math.round(progress * 100) / 100),
            })}
          />
          {/* The service's own words, which are English. */}
          <p lang="en" className="text-xs break-words text-muted">
            {step}
          </p>
        </>
      )}
      <p role="status" className="text-sm font-medium">
        {status === 'succeeded' && t('predictions:training.succeeded')}
        {status === 'failed' && t('predictions:training.failed')}
      </p>
      {status === 'failed' && metrics.length === 0 && (
        <p lang="en" className="text-sm break-words text-bad">
          {error}
        </p>
      )}
      <ul className="space-y-2 text-sm">
        {metrics.map((training) => (
          <Outcome key={training.metric_name} training={training} />
        ))}
      </ul>
    </div>
  );
}

function Outcome({ training }: { training: MetricTraining }) {
  const metric = findMetric(training.metric_name).label;
  const isGood = training.status === 'succeeded';
  return (
    <li className="flex gap-2">
      <Icon name={isGood ? 'check' : 'warning'} className={`size-5 ${isGood ? 'text-good' : 'text-bad'}`} />
      <div className="min-w-0">
        <p>{tellOutcome(training, metric)}</p>
        <p lang="en" className="text-xs break-words text-muted">
          {training.reason}
        </p>
      </div>
    </li>
  );
}

function tellOutcome(training: MetricTraining, metric: string): string {
  if (training.status === 'failed') return t('predictions:training.metricFailed', { metric });
  const kind = nameOfKind(training.model_kind);
  const relative = training.candidates.find((candidate) => candidate.kind === training.model_kind)?.relative_mae;
  const outcome = training.promoted
    ? t('predictions:training.promoted', { metric, kind })
    : t('predictions:training.kept', { metric, kind });
  if (relative === undefined || relative === null) return outcome;
  return `${outcome} ${t('predictions:training.backtest', { share: formatShare(Math.round(relative * 100) / 100) })}`;
}
