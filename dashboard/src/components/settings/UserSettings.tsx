import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { readSites } from '../../services/analytics.js';
import { readInvites, readMembers, withdrawInvite } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { Invite } from '../../types/settings.js';
import { Confirm } from '../common/Confirm.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { Facts } from './Facts.js';
import { InviteForm } from './InviteForm.js';
import { MemberRow } from './MemberRow.js';
import { nameSites } from './roles.js';

/** Who may come in, and what each may do there. */
export function UserSettings() {
  const sites = useAnalytics(readSites());
  return (
    <Loadable report={sites} skeleton={<RowsSkeleton label={t('common:loadingSites')} />}>
      {({ data }) => <Users sites={data} />}
    </Loadable>
  );
}

function Users({ sites }: { sites: readonly Site[] }) {
  const members = useAnalytics(readMembers());
  const invites = useAnalytics(readInvites());
  const reload = () => {
    if (members.status === 'ready') members.retry();
    if (invites.status === 'ready') invites.retry();
  };
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Panel title={t('settings:users.title')}>
        <Loadable report={members} skeleton={<RowsSkeleton label={t('settings:users.loading')} />}>
          {({ data }) => (
            <ul className="divide-y divide-line">
              {data
                .filter(({ state }) => state !== 'invited')
                .map((member) => (
                  <MemberRow key={member.id} member={member} sites={sites} onChanged={reload} />
                ))}
            </ul>
          )}
        </Loadable>
      </Panel>
      <div className="space-y-4">
        <Panel title={t('settings:invites.make')}>
          <InviteForm sites={sites} onInvited={reload} />
        </Panel>
        <Panel title={t('settings:invites.title')}>
          <Loadable report={invites} skeleton={<RowsSkeleton rows={2} label={t('settings:invites.loading')} />}>
            {({ data }) =>
              data.length === 0 ? (
                <p className="py-4 text-sm text-muted">{t('settings:invites.none')}</p>
              ) : (
                <ul className="divide-y divide-line">
                  {data.map((invite) => (
                    <InviteRow key={invite.id} invite={invite} sites={sites} onChanged={reload} />
                  ))}
                </ul>
              )
            }
          </Loadable>
        </Panel>
      </div>
    </div>
  );
}

interface InviteRowProps {
  invite: Invite;
  sites: readonly Site[];
  onChanged: () => void;
}

function InviteRow({ invite, sites, onChanged }: InviteRowProps) {
  return (
    <li className="space-y-2 py-3">
      <p className="text-sm font-medium break-words">{invite.email}</p>
      <Facts
        facts={[
          t('settings:roles.ofSites', {
            role: t(`common:roles.${invite.role}`),
            sites: nameSites(invite.site_ids, sites),
          }),
          t('settings:until', { date: formatInstant(invite.expires_at) }),
        ]}
      />
      <Confirm
        action={t('settings:invites.withdraw')}
        question={t('settings:invites.question', { email: invite.email })}
        confirmation={t('settings:invites.confirm')}
        onConfirm={async () => {
          await withdrawInvite(invite.id);
          onChanged();
        }}
      />
    </li>
  );
}
