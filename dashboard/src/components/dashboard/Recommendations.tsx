import { useState } from 'react';
import { useUser } from '../../context/session.js';
import { useSite } from '../../context/site.js';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatDay, formatInstant } from '../../lib/format.js';
import { statusLabels, typeLabels } from '../../lib/recommendations.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import { lookNow, readRecommendations } from '../../services/recommendations.js';
import type { RecommendationList, RecommendationStatus, RecommendationType } from '../../types/recommendations.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { Refusal } from '../common/Refusal.js';
import { SelectField } from '../common/SelectField.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { RecommendationCard } from '../recommendations/RecommendationCard.js';
import { TrackRecordPanel } from '../recommendations/TrackRecordPanel.js';

const statuses = optionsOf(statusLabels);
const types = [{ id: 'any' as const, label: 'Anything' }, ...optionsOf(typeLabels)];

/** What is worth doing, the most urgent first, and what came of what was done. */
export function Recommendations() {
  const { site } = useSite();
  const { role } = useUser();
  const [status, setStatus] = useState<RecommendationStatus>('pending');
  const [type, setType] = useState<RecommendationType | 'any'>('any');
  const wanted = { site: site.domain, status, type: type === 'any' ? undefined : type };
  const report = useAnalytics(readRecommendations(wanted), refreshEveryMs);
  // What is decided counts in the track record.
  const [round, setRound] = useState(0);
  const isAdmin = role === 'admin';
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          <h1 className="font-display text-3xl break-words sm:text-4xl">Worth doing</h1>
          <p className="mt-1 text-sm text-muted">Looked for after each close of day, in the figures of {site.name}</p>
        </div>
        <div className="grid w-full grid-cols-2 gap-3 sm:w-auto">
          <SelectField label="Show" options={statuses} value={status} onChange={setStatus} />
          <SelectField label="About" options={types} value={type} onChange={setType} />
        </div>
      </div>
      <Loadable report={report} skeleton={<RowsSkeleton label="Loading the recommendations" />}>
        {(list) =>
          list.data.length === 0 ? (
            <Nothing list={list} isNarrowed={status !== 'pending' || type !== 'any'} />
          ) : (
            <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
              {list.data.map((card) => (
                <RecommendationCard
                  key={card.id}
                  card={card}
                  mayDecide={isAdmin}
                  onDecided={() => {
                    setRound((count) => count + 1);
                  }}
                />
              ))}
            </div>
          )
        }
      </Loadable>
      {isAdmin && <LookNow key={site.domain} domain={site.domain} />}
      <div className="mt-6">
        <TrackRecordPanel key={round} />
      </div>
    </>
  );
}

/** Why there is nothing, and when there may be. */
function Nothing({ list, isNarrowed }: { list: RecommendationList; isNarrowed: boolean }) {
  const { last_run: last, next_run_after: next } = list;
  return (
    <section className="rounded-3xl border border-line bg-surface px-5 py-12 text-center shadow-card">
      <h2 className="font-display text-2xl">{isNarrowed ? 'None of these' : 'Nothing to decide'}</h2>
      <p className="mx-auto mt-3 max-w-md text-muted">
        {last === null
          ? 'The figures haven’t been looked at yet: that happens once the first full day is over.'
          : `The figures were looked at up to ${formatDay(last.date, 'full')}. ${said(last.findings)}`}
      </p>
      <p className="mx-auto mt-2 max-w-md text-sm text-muted">Next look: soon after {formatInstant(next)}.</p>
    </section>
  );
}

function said(findings: number): string {
  if (findings === 0) return 'Nothing in them is more than chance would show.';
  return findings === 1 ? 'One thing stood out.' : `${String(findings)} things stood out.`;
}

function LookNow({ domain }: { domain: string }) {
  const { isBusy, error, run } = useAction();
  const [isAsked, setIsAsked] = useState(false);
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 text-sm">
      <button
        type="button"
        disabled={isBusy}
        className={quietButton}
        onClick={() => {
          run(async () => {
            setIsAsked(false);
            await lookNow(domain);
            setIsAsked(true);
          });
        }}
      >
        Look now
      </button>
      {isAsked && <p role="status">It’s being looked at. What’s found shows here within a minute or two.</p>}
      <Refusal error={error} />
    </div>
  );
}

function optionsOf<Id extends string>(labels: Record<Id, string>): { id: Id; label: string }[] {
  return (Object.entries(labels) as [Id, string][]).map(([id, label]) => ({ id, label }));
}
