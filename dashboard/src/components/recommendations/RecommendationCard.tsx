import { useId, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { formatDay, formatRounded, formatShare } from '../../lib/format.js';
import {
  formatFigure,
  formatSubject,
  labelOfDimension,
  labelOfMetric,
  nextSteps,
  statusLabels,
  typeLabels,
  verdictLabels,
} from '../../lib/recommendations.js';
import { decide } from '../../services/recommendations.js';
import type { DecidedStatus, Receipt, Recommendation } from '../../types/recommendations.js';
import { quietButton } from '../common/Failure.js';
import { mainButton } from '../common/Field.js';
import { Refusal } from '../common/Refusal.js';
import { EvidencePicture } from './EvidencePicture.js';

interface RecommendationCardProps {
  card: Recommendation;
  /** Whether the reader may decide. */
  mayDecide: boolean;
  onDecided: () => void;
}

/** One thing worth doing: why, what it may bring, what was decided, and what came of it. */
export function RecommendationCard({ card: given, mayDecide, onDecided }: RecommendationCardProps) {
  const headingId = useId();
  // What was decided here shows at once, until the list knows it, too.
  const [changed, setChanged] = useState<Recommendation>();
  const card = changed !== undefined && changed.updated_at >= given.updated_at ? changed : given;
  const { evidence } = card.data;
  return (
    <article
      aria-labelledby={headingId}
      className="min-w-0 space-y-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <header>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
          <PriorityBadge priority={card.priority} />
          <span>{typeLabels[card.type]}</span>
          <span>· {statusLabels[card.status]}</span>
          <span>· seen until {formatDay(card.last_seen)}</span>
        </p>
        <h2 id={headingId} className="mt-2 font-display text-lg leading-tight break-words">
          {card.title}
        </h2>
        <p className="mt-1 text-sm break-words">{card.description}</p>
      </header>
      <EvidencePicture evidence={evidence} />
      <Figures card={card} />
      {card.receipt !== null && <ReceiptNote receipt={card.receipt} />}
      {card.receipt_due !== null && (
        <p className="text-xs text-muted">What it gained is measured on {formatDay(card.receipt_due, 'full')}.</p>
      )}
      {mayDecide && (
        <Decision
          card={card}
          onChange={(next) => {
            setChanged(next);
            onDecided();
          }}
        />
      )}
    </article>
  );
}

function PriorityBadge({ priority }: { priority: number }) {
  const look = priority <= 2 ? 'bg-beacon-wash text-beacon' : 'bg-sunken text-muted';
  return <span className={`rounded-full px-2 py-0.5 font-medium ${look}`}>Priority {priority} of 5</span>;
}

function Figures({ card }: { card: Recommendation }) {
  const { evidence, expected_impact: impact } = card.data;
  const { metric, interval, subjects, explained_by } = evidence;
  const show = (value: number) => formatFigure(metric, value);
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
      <dt className="text-muted">Seen</dt>
      <dd>
        {show(evidence.observed)} {labelOfMetric(metric)}, where {show(evidence.expected)}{' '}
        {interval === null
          ? 'was to be expected'
          : `(${show(interval.lower)} to ${show(interval.upper)}) was to be expected`}
      </dd>
      {subjects.length > 0 && (
        <>
          <dt className="text-muted">About</dt>
          <dd className="break-words">
            {subjects
              .map((subject) => `${labelOfDimension(subject.dimension)} ${formatSubject(subject, card.site)}`)
              .join(', ')}
          </dd>
        </>
      )}
      {explained_by.length > 0 && (
        <>
          <dt className="text-muted">Explained by</dt>
          <dd className="break-words">
            {explained_by.map((group) => `${formatSubject(group, card.site)} (${formatShare(group.share)})`).join(', ')}
          </dd>
        </>
      )}
      <dt className="text-muted">At stake</dt>
      <dd>
        {formatRounded(impact.visits_per_week)} visits a week × {formatShare(impact.plausible_effect)} that acting may
        move × {formatShare(impact.confidence)} certainty = {formatRounded(impact.score)} visits a week
      </dd>
    </dl>
  );
}

function ReceiptNote({ receipt }: { receipt: Receipt }) {
  const look = receipt.verdict === 'worked' ? 'bg-good-wash' : 'bg-sunken';
  return (
    <div className={`rounded-lg p-3 text-sm ${look}`}>
      <p className="font-medium">Receipt: {verdictLabels[receipt.verdict]}</p>
      <p className="mt-1 break-words">{receipt.explanation}</p>
    </div>
  );
}

interface DecisionProps {
  card: Recommendation;
  onChange: (next: Recommendation) => void;
}

function Decision({ card, onChange }: DecisionProps) {
  const { isBusy, error, run } = useAction();
  const [undo, setUndo] = useState<DecidedStatus>();
  const { status } = card;
  const choose = (next: DecidedStatus, before: DecidedStatus | undefined) => {
    run(async () => {
      onChange(await decide(card.id, next));
      setUndo(before);
    });
  };
  const before = status === 'expired' ? undefined : status;
  return (
    <div className="space-y-3">
      <Refusal error={error} />
      <div className="flex flex-wrap items-center gap-2">
        {nextSteps(card)
          // Taking back what was just done has a button of its own.
          .filter((step) => step.status !== undo)
          .map((step, index) => (
            <button
              key={step.status}
              type="button"
              disabled={isBusy}
              className={index === 0 && status === 'pending' ? mainButton : quietButton}
              onClick={() => {
                choose(step.status, before);
              }}
            >
              {step.label}
            </button>
          ))}
        {undo !== undefined && (
          <>
            <span role="status" className="text-sm text-muted">
              {statusLabels[status]}.
            </span>
            <button
              type="button"
              disabled={isBusy}
              className={quietButton}
              onClick={() => {
                choose(undo, undefined);
              }}
            >
              Undo
            </button>
          </>
        )}
      </div>
    </div>
  );
}
