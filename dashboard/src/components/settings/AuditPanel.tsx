import { useState } from 'react';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatInstant } from '../../lib/format.js';
import { readAudit } from '../../services/settings.js';
import type { AuditEntry } from '../../types/settings.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';

/** Who signed in, exported, erased and changed what, the newest first. */
export function AuditPanel() {
  /** The ids before which each page begins; none for the first. */
  const [pages, setPages] = useState<readonly (number | undefined)[]>([undefined]);
  const report = useAnalytics(readAudit(pages.at(-1)));
  return (
    <Panel title="Audit log">
      <Loadable report={report} skeleton={<RowsSkeleton label="Loading the audit log" />}>
        {({ data, next_before: nextBefore }) => (
          <>
            {data.length === 0 && <p className="py-4 text-sm text-muted">Nothing has been written down yet.</p>}
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
                  Newer
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
                  Older
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
  const action = entry.action.replace(/_/g, ' ');
  const details = Object.entries(entry.details).map(([name, value]) => `${name}: ${String(value)}`);
  return (
    <li className="py-2.5 text-sm">
      <p className="break-words">
        <span className="font-medium">{action.charAt(0).toUpperCase() + action.slice(1)}</span>
        {' by '}
        {actor.name ?? actorNames[actor.kind]}
      </p>
      <p className="text-xs break-words text-muted">
        {[`No. ${String(entry.id)}`, formatInstant(entry.at), entry.address, ...details].filter(Boolean).join(' · ')}
      </p>
    </li>
  );
}

const actorNames: Record<AuditEntry['actor']['kind'], string> = {
  user: 'a user',
  api_key: 'an API key',
  cli: 'the command line',
  anonymous: 'somebody unknown',
  system: 'Tidemark itself',
};
