import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { useDecisions } from '../../hooks/useDecisions.js';
import { formatDay, formatInstant } from '../../lib/format.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import { t } from '../../locales/i18n.js';
import { readRecommendations } from '../../services/recommendations.js';
import type {
  RecommendationList as List,
  RecommendationStatus,
  RecommendationType,
} from '../../types/recommendations.js';
import { Loadable } from '../common/Loadable.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { RecommendationCard } from './RecommendationCard.js';

interface RecommendationListProps {
  status: RecommendationStatus;
  type: RecommendationType | undefined;
  mayDecide: boolean;
  onDecided: () => void;
}

/** The cards of a status. One that was just decided stays where it is until the list is read again. */
export function RecommendationList({ status, type, mayDecide, onDecided }: RecommendationListProps) {
  const { site } = useSite();
  const report = useAnalytics(readRecommendations({ site: site.domain, status, type }), refreshEveryMs);
  const { withDecision, decideAbout } = useDecisions(onDecided);
  return (
    <Loadable report={report} skeleton={<RowsSkeleton label={t('recommendations:loading')} />}>
      {(list) =>
        list.data.length === 0 ? (
          <Nothing list={list} isNarrowed={status !== 'pending' || type !== undefined} />
        ) : (
          <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
            {list.data.map(withDecision).map((card) => (
              <RecommendationCard
                key={card.id}
                card={card}
                onDecide={
                  mayDecide
                    ? (next) => {
                        decideAbout(card, next);
                      }
                    : undefined
                }
              />
            ))}
          </div>
        )
      }
    </Loadable>
  );
}

/** Why there is nothing, and when there may be. */
function Nothing({ list, isNarrowed }: { list: List; isNarrowed: boolean }) {
  const { last_run: last, next_run_after: next } = list;
  return (
    <section className="rounded-3xl border border-line bg-surface px-5 py-12 text-center shadow-card">
      <h2 className="font-display text-2xl">
        {isNarrowed ? t('recommendations:empty.narrowed') : t('recommendations:empty.title')}
      </h2>
      <p className="mx-auto mt-3 max-w-md text-muted">
        {last === null
          ? t('recommendations:empty.never')
          : `${t('recommendations:empty.lookedAt', { day: formatDay(last.date, 'full') })} ${t('recommendations:empty.found', { count: last.findings })}`}
      </p>
      <p className="mx-auto mt-2 max-w-md text-sm text-muted">
        {t('recommendations:empty.next', { instant: formatInstant(next) })}
      </p>
    </section>
  );
}
