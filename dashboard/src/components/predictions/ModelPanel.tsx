import type { Loaded } from '../../hooks/useAnalytics.js';
import { findService, type Service } from '../../lib/forecast-accuracy.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { AccuracyReport, Prediction } from '../../types/predictions.js';
import { Panel } from '../common/Panel.js';
import { explainKind, nameOfKind } from './model-kinds.js';

interface ModelPanelProps {
  prediction: Prediction;
  accuracy: Loaded<AccuracyReport>;
}

/** Which model makes the forecasts, since when, and why that one. */
export function ModelPanel({ prediction, accuracy }: ModelPanelProps) {
  const { model_kind: kind, model_version: version, trained_at: trainedAt } = prediction;
  const service = accuracy.status === 'ready' ? findService(accuracy.data.history, version) : undefined;
  return (
    <Panel title={t('predictions:model.title')}>
      <p className="font-medium">{nameOfKind(kind)}</p>
      <p className="mt-1 text-sm">{explainKind(kind)}</p>
      <p className="mt-2 text-sm">
        {trainedAt === null ? t('predictions:model.untrained') : t('predictions:model.trained')}
      </p>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
        <dt className="text-muted">{t('predictions:model.since')}</dt>
        <dd>{service === undefined ? t('predictions:model.sinceUnknown') : tellService(service)}</dd>
        <dt className="text-muted">{t('predictions:model.trainedAt')}</dt>
        <dd>{formatInstant(trainedAt)}</dd>
        <dt className="text-muted">{t('predictions:model.issuedAt')}</dt>
        <dd>{formatInstant(prediction.generated_at)}</dd>
        <dt className="text-muted">{t('predictions:model.version')}</dt>
        <dd className="min-w-0 break-all">{version}</dd>
      </dl>
    </Panel>
  );
}

function tellService({ since, isAtLeast }: Service): string {
  const instant = formatInstant(since);
  return isAtLeast ? t('predictions:model.sinceOrEarlier', { instant }) : instant;
}
