import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { endOfDay } from '../../lib/expiry.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { readSites } from '../../services/analytics.js';
import { createShare, readShares, removeShare, toFullLink } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { Share } from '../../types/settings.js';
import { Confirm } from '../common/Confirm.js';
import { CopyBox } from '../common/CopyBox.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { ChosenSite } from './ChosenSite.js';
import { Facts } from './Facts.js';

/** Links by which anybody reads the figures of a site. */
export function ShareSettings() {
  const sites = useAnalytics(readSites());
  return (
    <Loadable report={sites} skeleton={<RowsSkeleton label={t('common:loadingSites')} />}>
      {({ data }) => <ChosenSite sites={data}>{(site) => <SharesOf key={site.id} site={site} />}</ChosenSite>}
    </Loadable>
  );
}

function SharesOf({ site }: { site: Site }) {
  const shares = useAnalytics(readShares(site.id));
  const reload = () => {
    if (shares.status === 'ready') shares.retry();
  };
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Panel title={t('settings:shares.title', { domain: site.domain })}>
        <Loadable report={shares} skeleton={<RowsSkeleton label={t('settings:shares.loading')} />}>
          {({ data }) =>
            data.length === 0 ? (
              <p className="py-4 text-sm text-muted">{t('settings:shares.none')}</p>
            ) : (
              <ul className="divide-y divide-line">
                {data.map((share) => (
                  <ShareRow key={share.id} share={share} siteId={site.id} onRevoked={reload} />
                ))}
              </ul>
            )
          }
        </Loadable>
      </Panel>
      <Panel title={t('settings:shares.make')}>
        <ShareForm siteId={site.id} onMade={reload} />
      </Panel>
    </div>
  );
}

function ShareRow({ share, siteId, onRevoked }: { share: Share; siteId: number; onRevoked: () => void }) {
  const name = share.name ?? t('settings:shares.unnamed', { id: share.id });
  return (
    <li className="space-y-2 py-3">
      <p className="text-sm font-medium break-words">{name}</p>
      <Facts
        facts={[
          share.has_password ? t('settings:shares.withPassword') : t('settings:shares.withoutPassword'),
          t('settings:shares.made', { date: formatInstant(share.created_at) }),
          t('settings:shares.lastOpened', { date: formatInstant(share.last_opened_at) }),
          share.expires_at !== null && t('settings:until', { date: formatInstant(share.expires_at) }),
        ]}
      />
      <Confirm
        action={t('settings:revoke')}
        question={t('settings:shares.question', { name })}
        confirmation={t('settings:confirmRevoke')}
        onConfirm={async () => {
          await removeShare(siteId, share.id);
          onRevoked();
        }}
      />
    </li>
  );
}

function ShareForm({ siteId, onMade }: { siteId: number; onMade: () => void }) {
  const { isBusy, error, run } = useAction();
  const [link, setLink] = useState<string>();
  return (
    <form
      className="space-y-4"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = event.currentTarget;
        setLink(undefined);
        run(async () => {
          const name = readField(form, 'name');
          const password = readField(form, 'password');
          const expiresAt = endOfDay(readField(form, 'expires_on'));
          const made = await createShare(siteId, {
            ...(name !== '' && { name }),
            ...(password !== '' && { password }),
            ...(expiresAt !== undefined && { expires_at: expiresAt }),
          });
          setLink(toFullLink(made.link));
          form.reset();
          onMade();
        });
      }}
    >
      <Field label={t('common:fields.name')} name="name" autoComplete="off" hint={t('settings:shares.nameHint')} />
      <Field
        label={t('common:fields.password')}
        name="password"
        type="password"
        autoComplete="new-password"
        hint={t('settings:shares.passwordHint')}
        problem={problemOf(error, 'password')}
      />
      <Field
        label={t('common:fields.until')}
        name="expires_on"
        type="date"
        hint={t('settings:untilRevoked')}
        problem={problemOf(error, 'expires_at')}
      />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('settings:shares.submit')}
      </button>
      {link !== undefined && (
        <div role="status" className="space-y-3 text-sm">
          <p>{t('settings:shares.handOver')}</p>
          <CopyBox label={t('settings:shares.link')} text={link} action={t('settings:copyLink')} />
        </div>
      )}
    </form>
  );
}
