import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import type { ApiError } from '../../services/api.js';
import { changeSite } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { RefusalRule, SiteChange } from '../../types/settings.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { SelectField } from '../common/SelectField.js';
import { TimeZoneField } from './TimeZoneField.js';

const refusalRules: readonly RefusalRule[] = ['nothing', 'cookieless'];

/** What a site is called, where it's at home, and whom it doesn't count. */
export function SiteForm({ site, onSaved }: { site: Site; onSaved: () => void }) {
  const { isBusy, error, run } = useAction();
  const [isSaved, setIsSaved] = useState(false);
  const [afterRefusal, setAfterRefusal] = useState(site.after_refusal);
  return (
    <form
      className="space-y-4"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const change = { ...readChange(event.currentTarget), after_refusal: afterRefusal };
        setIsSaved(false);
        run(async () => {
          await changeSite(site.id, change);
          setIsSaved(true);
          onSaved();
        });
      }}
    >
      <Field
        label={t('common:fields.name')}
        name="name"
        autoComplete="off"
        maxLength={200}
        required
        defaultValue={site.name}
        problem={problemOf(error, 'name')}
      />
      <TimeZoneField
        defaultValue={site.timezone}
        hint={t('settings:site.timezoneChange')}
        problem={problemOf(error, 'timezone')}
      />
      <Field
        label={t('settings:site.country')}
        name="country"
        autoComplete="off"
        maxLength={2}
        spellCheck={false}
        defaultValue={site.country ?? ''}
        hint={t('settings:site.countryHint')}
        problem={problemOf(error, 'country')}
      />
      <label className="flex min-h-11 items-center gap-3 text-sm font-medium">
        <input
          type="checkbox"
          name="respect_do_not_track"
          defaultChecked={site.respect_do_not_track}
          className="size-5 shrink-0 accent-tide"
        />
        {t('settings:site.doNotTrack')}
      </label>
      <SelectField
        label={t('settings:site.afterRefusal')}
        options={refusalRules.map((id) => ({ id, label: t(`settings:site.refusal.${id}`) }))}
        value={afterRefusal}
        onChange={setAfterRefusal}
      />
      <Field
        label={t('settings:site.excluded')}
        name="excluded_addresses"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={site.excluded_addresses.join(', ')}
        hint={t('settings:site.excludedHint')}
        problem={problemWithin(error, 'excluded_addresses')}
      />
      <Field
        label={t('settings:site.parameters')}
        name="significant_parameters"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={site.significant_parameters.join(', ')}
        hint={t('settings:site.parametersHint')}
        problem={problemWithin(error, 'significant_parameters')}
      />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('common:save')}
      </button>
      <p role="status" className="text-sm text-good">
        {isSaved && t('settings:site.savedNote')}
      </p>
    </form>
  );
}

function readChange(form: HTMLFormElement): SiteChange {
  const country = readField(form, 'country').trim().toUpperCase();
  return {
    name: readField(form, 'name').trim(),
    timezone: readField(form, 'timezone').trim(),
    country: country === '' ? null : country,
    respect_do_not_track: readField(form, 'respect_do_not_track') === 'on',
    excluded_addresses: readList(form, 'excluded_addresses'),
    significant_parameters: readList(form, 'significant_parameters'),
  };
}

function readList(form: HTMLFormElement, name: string): string[] {
  return readField(form, name)
    .split(/[\s,;]+/)
    .filter((item) => item !== '');
}

/** What is wrong with one of a list, such as `excluded_addresses[1]`. */
function problemWithin(error: ApiError | undefined, path: string): string | undefined {
  return error?.fields.find((field) => field.path.startsWith(path))?.message;
}
