import { useId, useRef } from 'react';
import { formatDay, formatRounded, formatShare } from '../../lib/format.js';
import {
  formatFigure,
  formatSubject,
  labelOfDimension,
  labelOfMetric,
  labelOfStatus,
  labelOfType,
  nextSteps,
} from '../../lib/recommendations.js';
import { t } from '../../locales/i18n.js';
import type { DecidedStatus, Recommendation } from '../../types/recommendations.js';
import { quietButton } from '../common/Failure.js';
import { mainButton } from '../common/Field.js';
import { EvidencePicture } from './EvidencePicture.js';
import { ReceiptNote } from './ReceiptNote.js';

interface RecommendationCardProps {
  card: Recommendation;
  /** Undefined where the reader may not decide. */
  onDecide: ((status: DecidedStatus) => void) | undefined;
}

/** One thing worth doing, in the API's words, which are English: why, what it may bring, what was decided, and what came of it. */
export function RecommendationCard({ card, onDecide }: RecommendationCardProps) {
  const headingId = useId();
  const article = useRef<HTMLElement>(null);
  return (
    <article
      ref={article}
      tabIndex={-1}
      aria-labelledby={headingId}
      className="min-w-0 space-y-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <header>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
          <PriorityBadge priority={card.priority} />
          <span>{labelOfType(card.type)}</span>
          <span>· {labelOfStatus(card.status)}</span>
          <span>· {t('recommendations:seenUntil', { day: formatDay(card.last_seen) })}</span>
        </p>
        <h2 id={headingId} lang="en" className="mt-2 font-display text-lg leading-tight break-words">
          {card.title}
        </h2>
        <p lang="en" className="mt-1 text-sm break-words">
          {card.description}
        </p>
      </header>
      <EvidencePicture evidence={card.data.evidence} />
      <Figures card={card} />
      {card.receipt !== null && <ReceiptNote receipt={card.receipt} />}
      {card.receipt_due !== null && (
        <p className="text-xs text-muted">
          {t('recommendations:measuredOn', { day: formatDay(card.receipt_due, 'full') })}
        </p>
      )}
      {onDecide !== undefined && (
        <Decision
          card={card}
          onDecide={(status) => {
            onDecide(status);
            // The button that was pressed goes away: the reader stays with the card.
            article.current?.focus();
          }}
        />
      )}
    </article>
  );
}

function PriorityBadge({ priority }: { priority: number }) {
  const look = priority <= 2 ? 'bg-beacon-wash text-ink ring-1 ring-beacon' : 'bg-sunken text-muted';
  return (
    <span className={`rounded-full px-2 py-0.5 font-medium ${look}`}>
      {t('recommendations:priority', { priority })}
    </span>
  );
}

function Figures({ card }: { card: Recommendation }) {
  const { evidence, expected_impact: impact } = card.data;
  const { metric, interval, subjects, explained_by } = evidence;
  const show = (value: number) => formatFigure(metric, value);
  const figures = {
    observed: show(evidence.observed),
    metric: labelOfMetric(metric),
    expected: show(evidence.expected),
  };
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
      <dt className="text-muted">{t('recommendations:seen')}</dt>
      <dd>
        {interval === null
          ? t('recommendations:seenFigures', figures)
          : t('recommendations:seenInterval', {
              ...figures,
              lower: show(interval.lower),
              upper: show(interval.upper),
            })}
      </dd>
      {subjects.length > 0 && (
        <>
          <dt className="text-muted">{t('recommendations:about')}</dt>
          <dd className="break-words">
            {subjects
              .map((subject) => `${labelOfDimension(subject.dimension)} ${formatSubject(subject, card.site)}`)
              .join(', ')}
          </dd>
        </>
      )}
      {explained_by.length > 0 && (
        <>
          <dt className="text-muted">{t('recommendations:explainedBy')}</dt>
          <dd className="break-words">
            {explained_by.map((group) => `${formatSubject(group, card.site)} (${formatShare(group.share)})`).join(', ')}
          </dd>
        </>
      )}
      <dt className="text-muted">{t('recommendations:atStake')}</dt>
      <dd>
        {t('recommendations:stake', {
          visits: formatRounded(impact.visits_per_week),
          effect: formatShare(impact.plausible_effect),
          confidence: formatShare(impact.confidence),
          score: formatRounded(impact.score),
        })}
      </dd>
    </dl>
  );
}

interface DecisionProps {
  card: Recommendation;
  onDecide: (status: DecidedStatus) => void;
}

function Decision({ card, onDecide }: DecisionProps) {
  const steps = nextSteps(card);
  if (steps.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {steps.map((step, index) => (
        <button
          key={step.status}
          type="button"
          className={index === 0 && card.status === 'pending' ? mainButton : quietButton}
          onClick={() => {
            onDecide(step.status);
          }}
        >
          {t(`recommendations:steps.${step.label}`)}
        </button>
      ))}
    </div>
  );
}
