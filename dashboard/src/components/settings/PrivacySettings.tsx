import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { formatCount } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { eraseVisitor, exportVisitor } from '../../services/settings.js';
import type { VisitorErased } from '../../types/settings.js';
import { Confirm } from '../common/Confirm.js';
import { quietButton } from '../common/Failure.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Panel } from '../common/Panel.js';
import { Refusal } from '../common/Refusal.js';
import { AuditPanel } from './AuditPanel.js';

/** The rights of a visitor, and the log of who did what. */
export function PrivacySettings() {
  // What was erased is in the log at once.
  const [round, setRound] = useState(0);
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <VisitorPanel
        onDone={() => {
          setRound((count) => count + 1);
        }}
      />
      <AuditPanel key={round} />
    </div>
  );
}

function VisitorPanel({ onDone }: { onDone: () => void }) {
  const [visitorId, setVisitorId] = useState<string>();
  return (
    <Panel title={t('settings:visitor.title')}>
      <form
        className="flex max-w-lg flex-wrap items-end gap-3"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          setVisitorId(readField(event.currentTarget, 'visitor_id'));
        }}
      >
        <div className="min-w-0 flex-1 basis-60">
          <Field
            label={t('settings:visitor.id')}
            name="visitor_id"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={100}
            required
          />
        </div>
        <button type="submit" className={mainButton}>
          {t('settings:visitor.submit')}
        </button>
      </form>
      <p className="mt-2 text-xs text-muted">{t('settings:visitor.where')}</p>
      {visitorId !== undefined && <Rights key={visitorId} visitorId={visitorId} onDone={onDone} />}
    </Panel>
  );
}

function Rights({ visitorId, onDone }: { visitorId: string; onDone: () => void }) {
  const { isBusy, error, run } = useAction();
  const [erased, setErased] = useState<VisitorErased>();
  return (
    <div className="mt-6 space-y-4 border-t border-line pt-4 text-sm">
      <h3 className="font-medium break-all">{visitorId}</h3>
      <button
        type="button"
        disabled={isBusy}
        className={quietButton}
        onClick={() => {
          run(async () => {
            await exportVisitor(visitorId);
            onDone();
          });
        }}
      >
        {t('settings:visitor.export')}
      </button>
      <Refusal error={error} />
      <Confirm
        action={t('settings:visitor.erase')}
        question={t('settings:visitor.question')}
        confirmation={t('settings:visitor.confirm')}
        typed={visitorId}
        onConfirm={async () => {
          setErased(await eraseVisitor(visitorId));
          onDone();
        }}
      />
      {erased !== undefined && <p role="status">{describeErasure(erased)}</p>}
    </div>
  );
}

function describeErasure({ erased_events: events, affected_days: days, audit_id: id }: VisitorErased): string {
  const gone = t('settings:visitor.gone', { count: events, shown: formatCount(events) });
  const changed = t('settings:visitor.changed', { count: days, shown: formatCount(days) });
  return `${gone}; ${changed}. ${t('settings:visitor.proof', { id })}`;
}
