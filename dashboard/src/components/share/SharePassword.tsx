import { type SyntheticEvent, useState } from 'react';
import { t } from '../../locales/i18n.js';
import type { ApiError } from '../../services/api.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Refusal } from '../common/Refusal.js';
import { Entrance } from '../session/Entrance.js';

interface SharePasswordProps {
  /** Why the last password didn't open it. */
  error: ApiError | undefined;
  onPassword: (password: string) => Promise<void>;
}

/** Asks for the password of a share. */
export function SharePassword({ error, onPassword }: SharePasswordProps) {
  const [isBusy, setIsBusy] = useState(false);
  // The API's words for it speak of an e-mail address, too.
  const isWrong = error?.code === 'invalid_credentials';
  const submit = async (password: string) => {
    setIsBusy(true);
    await onPassword(password);
    setIsBusy(false);
  };
  return (
    <Entrance>
      <h1 className="font-display text-2xl">{t('share:title')}</h1>
      <p className="mt-2 text-sm text-muted">{t('share:hasPassword')}</p>
      <form
        method="post"
        className="mt-5 space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          void submit(readField(event.currentTarget, 'password'));
        }}
      >
        <Field
          label={t('common:fields.password')}
          name="password"
          type="password"
          autoComplete="off"
          required
          autoFocus
          problem={isWrong ? t('share:wrongPassword') : undefined}
        />
        {!isWrong && <Refusal error={error} />}
        <button type="submit" disabled={isBusy} className={`w-full ${mainButton}`}>
          {t('share:open')}
        </button>
      </form>
    </Entrance>
  );
}
