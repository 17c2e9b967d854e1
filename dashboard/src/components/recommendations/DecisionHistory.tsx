import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatDay, formatInstant } from '../../lib/format.js';
import { labelOfStatus, labelOfType } from '../../lib/recommendations.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import { t } from '../../locales/i18n.js';
import { readRecommendations } from '../../services/recommendations.js';
import type { Recommendation, RecommendationType } from '../../types/recommendations.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { EvidencePicture } from './EvidencePicture.js';
import { ReceiptNote } from './ReceiptNote.js';

/** As many as the API gives at once. */
const limit = 1_000;

/** What was decided and what came of it, the latest first. */
export function DecisionHistory({ type }: { type: RecommendationType | undefined }) {
  const { site } = useSite();
  const report = useAnalytics(
    readRecommendations({ site: site.domain, status: undefined, type, limit }),
    refreshEveryMs,
  );
  return (
    <Panel title={t('recommendations:history.title')}>
      <Loadable report={report} skeleton={<RowsSkeleton label={t('recommendations:loading')} />}>
        {({ data }) => {
          const decided = data.filter(isDecided).toSorted((a, b) => (a.decided_at < b.decided_at ? 1 : -1));
          if (decided.length === 0)
            return <p className="py-4 text-sm text-muted">{t('recommendations:history.none')}</p>;
          return (
            <ol className="ml-1.5 border-l border-line">
              {decided.map((card) => (
                <Entry key={card.id} card={card} />
              ))}
            </ol>
          );
        }}
      </Loadable>
    </Panel>
  );
}

type Decided = Recommendation & { decided_at: string };

/** What was brought back is to be decided again. */
function isDecided(card: Recommendation): card is Decided {
  return card.decided_at !== null && card.status !== 'pending';
}

function Entry({ card }: { card: Decided }) {
  return (
    <li className="relative pb-6 pl-6 last:pb-0">
      <span aria-hidden="true" className="absolute top-1.5 -left-[0.3125rem] size-2.5 rounded-full bg-tide" />
      <p className="text-xs text-muted">
        <time dateTime={card.decided_at}>{formatInstant(card.decided_at)}</time> · {labelOfStatus(card.status)} ·{' '}
        {labelOfType(card.type)}
      </p>
      <h3 lang="en" className="mt-1 font-medium break-words">
        {card.title}
      </h3>
      {card.receipt !== null && (
        <div className="mt-2 max-w-2xl">
          <ReceiptNote receipt={card.receipt} />
        </div>
      )}
      {card.receipt_due !== null && (
        <p className="mt-1 text-xs text-muted">
          {t('recommendations:measuredOn', { day: formatDay(card.receipt_due, 'full') })}
        </p>
      )}
      <details className="mt-1 max-w-2xl text-sm">
        <summary className="min-h-9 py-1.5 text-tide">{t('recommendations:history.evidence')}</summary>
        <p lang="en" className="mb-3 break-words">
          {card.description}
        </p>
        <EvidencePicture evidence={card.data.evidence} />
      </details>
    </li>
  );
}
