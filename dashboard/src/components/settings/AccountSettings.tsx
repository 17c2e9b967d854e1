import { type SyntheticEvent, useState } from 'react';
import { useUser } from '../../context/session.js';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import { changeName, changePassword } from '../../services/settings.js';
import type { User } from '../../types/session.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Panel } from '../common/Panel.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { SecondFactorPanel } from './SecondFactorPanel.js';

/** What is one's own: who one is, the password, the second factor. */
export function AccountSettings() {
  const user = useUser();
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <YouPanel user={user} />
      <SecondFactorPanel />
      <PasswordPanel email={user.email} />
    </div>
  );
}

function YouPanel({ user }: { user: User }) {
  const { isBusy, error, run } = useAction();
  const [isChanged, setIsChanged] = useState(false);
  return (
    <Panel title={t('settings:you.title')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        <dt className="text-muted">{t('common:fields.email')}</dt>
        <dd className="min-w-0 break-words">{user.email}</dd>
        <dt className="text-muted">{t('common:fields.role')}</dt>
        <dd>{user.role === 'admin' ? t('settings:roles.admin') : t('settings:roles.viewerOwn')}</dd>
      </dl>
      <form
        method="post"
        className="mt-4 max-w-sm space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          const name = readField(event.currentTarget, 'name').trim();
          setIsChanged(false);
          run(async () => {
            await changeName(name === '' ? null : name);
            setIsChanged(true);
          });
        }}
      >
        <Field
          label={t('common:fields.name')}
          name="name"
          autoComplete="name"
          defaultValue={user.name ?? ''}
          hint={t('settings:you.nameHint')}
          problem={problemOf(error, 'name')}
        />
        {error?.fields.length === 0 && <Refusal error={error} />}
        <button type="submit" disabled={isBusy} className={mainButton}>
          {t('settings:you.submit')}
        </button>
        <p role="status" className="text-sm text-good">
          {isChanged && t('settings:you.changed')}
        </p>
      </form>
    </Panel>
  );
}

function PasswordPanel({ email }: { email: string }) {
  const { isBusy, error, run } = useAction();
  const [isChanged, setIsChanged] = useState(false);
  return (
    <Panel title={t('settings:password.title')}>
      <form
        method="post"
        className="max-w-sm space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          const form = event.currentTarget;
          setIsChanged(false);
          run(async () => {
            await changePassword(readField(form, 'current_password'), readField(form, 'new_password'));
            form.reset();
            setIsChanged(true);
          });
        }}
      >
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field
          label={t('settings:password.present')}
          name="current_password"
          type="password"
          autoComplete="current-password"
          required
          problem={problemOf(error, 'current_password')}
        />
        <Field
          label={t('settings:password.new')}
          name="new_password"
          type="password"
          autoComplete="new-password"
          required
          hint={t('common:newPasswordHint')}
          problem={problemOf(error, 'new_password')}
        />
        {error?.fields.length === 0 && <Refusal error={error} />}
        <button type="submit" disabled={isBusy} className={mainButton}>
          {t('settings:password.submit')}
        </button>
        <p role="status" className="text-sm text-good">
          {isChanged && t('settings:password.changed')}
        </p>
      </form>
    </Panel>
  );
}
