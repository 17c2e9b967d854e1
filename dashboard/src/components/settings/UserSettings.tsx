import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatInstant } from '../../lib/format.js';
import { readSites } from '../../services/analytics.js';
import { readInvites, readMembers, withdrawInvite } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { Invite } from '../../types/settings.js';
import { Confirm } from '../common/Confirm.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { InviteForm } from './InviteForm.js';
import { MemberRow } from './MemberRow.js';
import { nameSites } from './roles.js';

/** Who may come in, and what each may do there. */
export function UserSettings() {
  const sites = useAnalytics(readSites());
  return (
    <Loadable report={sites} skeleton={<RowsSkeleton label="Loading your sites" />}>
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
      <Panel title="Users">
        <Loadable report={members} skeleton={<RowsSkeleton label="Loading the users" />}>
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
        <Panel title="Invite somebody">
          <InviteForm sites={sites} onInvited={reload} />
        </Panel>
        <Panel title="Invitations">
          <Loadable report={invites} skeleton={<RowsSkeleton rows={2} label="Loading the invitations" />}>
            {({ data }) =>
              data.length === 0 ? (
                <p className="py-4 text-sm text-muted">None is open.</p>
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
      <p className="text-xs text-muted">
        {invite.role === 'admin' ? 'Admin' : 'Viewer'} of {nameSites(invite.site_ids, sites)} · until{' '}
        {formatInstant(invite.expires_at)}
      </p>
      <Confirm
        action="Withdraw"
        question={`Withdraw the invitation of ${invite.email}?`}
        confirmation="Yes, withdraw it"
        onConfirm={async () => {
          await withdrawInvite(invite.id);
          onChanged();
        }}
      />
    </li>
  );
}
