import { useId } from 'react';
import { t } from '../../locales/i18n.js';
import { Field } from '../common/Field.js';

interface TimeZoneFieldProps {
  defaultValue: string;
  hint?: string;
  problem?: string | undefined;
}

/** A time zone, found by typing part of its name. The API knows which there are. */
export function TimeZoneField(props: TimeZoneFieldProps) {
  const listId = useId();
  return (
    <>
      <Field
        {...props}
        label={t('settings:site.timezone')}
        name="timezone"
        list={listId}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <datalist id={listId}>
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** Where the reader is, as the browser says: most sites are at home there, too. */
export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
