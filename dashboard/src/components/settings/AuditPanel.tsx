import { useState } from 'react';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { readAudit } from '../../services/settings.js';
import type { AuditEntry } from '../../types/settings.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { Facts } from './Facts.js';

/** Who signed in, exported, erased and changed what, the newest first. */
export function AuditPanel() {
  /** The ids before which each page begins; none for the first. */
  const [pages, setPages] = useState<readonly (number | undefined)[]>([undefined]);
  const report = useAnalytics(readAudit(pages.at(-1)));
  return (
    <Panel title={t('settings:audit.title')}>
      <Loadable report={report} skeleton={<RowsSkeleton label={t('settings:audit.loading')} />}>
        {({ data, next_before: nextBefore }) => (
          <>
            {data.length === 0 && <p className="py-4 text-sm text-muted">{t('settings:audit.none')}</p>}
            <ul className="divide-y divide-line">
              {data.map((entry) => (
                <AuditRow key={entry.id} entry={entry} />
              ))}
            </ul>
            <div className="mt-3 flex gap-2">
              {pages.length > 1 && (
                <button
                  type="button"
                  className={quietButton}
                  onClick={() => {
                    setPages(pages.slice(0, -1));
                  }}
                >
                  {t('settings:audit.newer')}
                </button>
              )}
              {nextBefore !== null && (
                <button
                  type="button"
                  className={quietButton}
                  onClick={() => {
                    setPages([...pages, nextBefore]);
                  }}
                >
                  {t('settings:audit.older')}
                </button>
              )}
            </div>
          </>
        )}
      </Loadable>
    </Panel>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const { actor } = entry;
  const details = Object.entries(entry.details).map(([name, value]) => `${name}: ${String(value)}`);
  return (
    <li className="py-2.5 text-sm">
      <p className="break-words">
        <span className="font-medium">{t(`settings:audit.actions.${entry.action}`)}</span>{' '}
        {t('settings:audit.by', { actor: actor.name ?? t(`settings:audit.actors.${actor.kind}`) })}
      </p>
      <Facts
        facts={[t('settings:audit.number', { id: entry.id }), formatInstant(entry.at), entry.address, ...details]}
      />
    </li>
  );
}
