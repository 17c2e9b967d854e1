import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useUser } from '../../context/session.js';
import { useSite } from '../../context/site.js';
import { labelOfStatus, labelOfType, recommendationStatuses, recommendationTypes } from '../../lib/recommendations.js';
import { t } from '../../locales/i18n.js';
import type { RecommendationStatus, RecommendationType } from '../../types/recommendations.js';
import { SelectField } from '../common/SelectField.js';
import { Tabs } from '../common/Tabs.js';
import { DecisionHistory } from '../recommendations/DecisionHistory.js';
import { LookNow } from '../recommendations/LookNow.js';
import { RecommendationList } from '../recommendations/RecommendationList.js';
import { TrackRecordPanel } from '../recommendations/TrackRecordPanel.js';

const panelId = 'recommendations';
const shownLists = ['open', 'history'] as const;

/** What is worth doing, the most urgent first, and what came of what was done. */
export default function Recommendations() {
  const { site } = useSite();
  const { role } = useUser();
  const [query, setQuery] = useSearchParams();
  const shown = query.get('list') === 'history' ? 'history' : 'open';
  const [status, setStatus] = useState<RecommendationStatus>('pending');
  const [chosenType, setType] = useState<RecommendationType | 'any'>('any');
  const type = chosenType === 'any' ? undefined : chosenType;
  // What is decided counts in the track record, and stands in the history.
  const [round, setRound] = useState(0);
  const isAdmin = role === 'admin';
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          <h1 className="font-display text-3xl break-words sm:text-4xl">{t('recommendations:title')}</h1>
          <p className="mt-1 text-sm text-muted">{t('recommendations:subtitle', { site: site.name })}</p>
        </div>
        <div className="grid w-full grid-cols-2 gap-3 sm:w-auto">
          {shown === 'open' && (
            <SelectField
              label={t('recommendations:show')}
              options={recommendationStatuses.map((id) => ({ id, label: labelOfStatus(id) }))}
              value={status}
              onChange={setStatus}
            />
          )}
          <SelectField
            label={t('recommendations:about')}
            options={[
              { id: 'any' as const, label: t('recommendations:anything') },
              ...recommendationTypes.map((id) => ({ id, label: labelOfType(id) })),
            ]}
            value={chosenType}
            onChange={setType}
          />
        </div>
      </div>
      <div className="mb-4 w-fit">
        <Tabs
          label={t('recommendations:lists.label')}
          tabs={shownLists.map((id) => ({ id, label: t(`recommendations:lists.${id}`) }))}
          active={shown}
          controls={panelId}
          onChange={(list) => {
            setQuery((before) => {
              const next = new URLSearchParams(before);
              if (list === 'open') next.delete('list');
              else next.set('list', list);
              return next;
            });
          }}
        />
      </div>
      <div id={panelId} role="tabpanel" aria-label={t(`recommendations:lists.${shown}`)}>
        {shown === 'history' ? (
          <DecisionHistory key={round} type={type} />
        ) : (
          <RecommendationList
            status={status}
            type={type}
            mayDecide={isAdmin}
            onDecided={() => {
              setRound((count) => count + 1);
            }}
          />
        )}
      </div>
      {isAdmin && shown === 'open' && <LookNow key={site.domain} domain={site.domain} />}
      <div className="mt-6">
        <TrackRecordPanel key={round} />
      </div>
    </>
  );
}
