import { type SyntheticEvent, useState } from 'react';
import { useUser } from '../../context/session.js';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { endOfDay } from '../../lib/expiry.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { readSites } from '../../services/analytics.js';
import { createKey, readKeys, revokeKey } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { ApiKey, Scope } from '../../types/settings.js';
import { Confirm } from '../common/Confirm.js';
import { CopyBox } from '../common/CopyBox.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { SelectField } from '../common/SelectField.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { Facts } from './Facts.js';
import { nameSites, scopeOptions } from './roles.js';
import { SitesField } from './SitesField.js';

/** Keys for programs: made, shown once, revoked. An admin sees everybody's. */
export function KeySettings() {
  const keys = useAnalytics(readKeys());
  const sites = useAnalytics(readSites());
  const known = sites.status === 'ready' ? sites.data.data : [];
  const reload = () => {
    if (keys.status === 'ready') keys.retry();
  };
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Panel title={t('settings:keys.title')}>
        <Loadable report={keys} skeleton={<RowsSkeleton label={t('settings:keys.loading')} />}>
          {({ data }) =>
            data.length === 0 ? (
              <p className="py-4 text-sm text-muted">{t('settings:keys.none')}</p>
            ) : (
              <ul className="divide-y divide-line">
                {data.map((key) => (
                  <KeyRow key={key.id} apiKey={key} sites={known} onRevoked={reload} />
                ))}
              </ul>
            )
          }
        </Loadable>
      </Panel>
      <Panel title={t('settings:keys.make')}>
        <KeyForm sites={known} onMade={reload} />
      </Panel>
    </div>
  );
}

interface KeyRowProps {
  apiKey: ApiKey;
  sites: readonly Site[];
  onRevoked: () => void;
}

function KeyRow({ apiKey, sites, onRevoked }: KeyRowProps) {
  const user = useUser();
  const siteNames = nameSites(apiKey.site_ids, sites);
  return (
    <li className="space-y-2 py-3">
      <p className="text-sm font-medium break-words">
        {apiKey.name} <code className="font-normal text-muted">{apiKey.prefix}…</code>
      </p>
      <Facts
        facts={[
          apiKey.scope === 'write'
            ? t('settings:keys.readsAndChanges', { sites: siteNames })
            : t('settings:keys.reads', { sites: siteNames }),
          t('settings:keys.lastUsed', { date: formatInstant(apiKey.last_used_at) }),
          apiKey.expires_at !== null && t('settings:until', { date: formatInstant(apiKey.expires_at) }),
          apiKey.user.id !== user.id && t('settings:keys.of', { email: apiKey.user.email }),
        ]}
      />
      <Confirm
        action={t('settings:revoke')}
        question={t('settings:keys.question', { name: apiKey.name })}
        confirmation={t('settings:confirmRevoke')}
        onConfirm={async () => {
          await revokeKey(apiKey.id);
          onRevoked();
        }}
      />
    </li>
  );
}

function KeyForm({ sites, onMade }: { sites: readonly Site[]; onMade: () => void }) {
  const { role } = useUser();
  const { isBusy, error, run } = useAction();
  const [scope, setScope] = useState<Scope>('read');
  const [siteIds, setSiteIds] = useState<number[]>([]);
  const [made, setMade] = useState<string>();
  return (
    <form
      className="space-y-4"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = event.currentTarget;
        setMade(undefined);
        run(async () => {
          const expiresAt = endOfDay(readField(form, 'expires_on'));
          const { key } = await createKey({
            name: readField(form, 'name'),
            scope,
            ...(siteIds.length > 0 && { site_ids: siteIds }),
            ...(expiresAt !== undefined && { expires_at: expiresAt }),
          });
          setMade(key);
          form.reset();
          setSiteIds([]);
          onMade();
        });
      }}
    >
      <Field
        label={t('common:fields.name')}
        name="name"
        autoComplete="off"
        required
        problem={problemOf(error, 'name')}
      />
      {role === 'admin' && (
        <SelectField label={t('settings:keys.may')} options={scopeOptions()} value={scope} onChange={setScope} />
      )}
      <SitesField legend={t('settings:keys.sites')} sites={sites} chosen={siteIds} onChange={setSiteIds} />
      <Field
        label={t('common:fields.until')}
        name="expires_on"
        type="date"
        hint={t('settings:untilRevoked')}
        problem={problemOf(error, 'expires_at')}
      />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('settings:keys.submit')}
      </button>
      {made !== undefined && (
        <div role="status" className="space-y-3 text-sm">
          <p>{t('settings:keys.made')}</p>
          <CopyBox label={t('settings:keys.key')} text={made} action={t('settings:keys.copy')} />
        </div>
      )}
    </form>
  );
}
