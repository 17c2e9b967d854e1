import { type SyntheticEvent } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import { createSite } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { browserTimeZone, TimeZoneField } from './TimeZoneField.js';

/** Adds a site. What it's called, and how it measures, is changed later where it needs be. */
export function NewSiteForm({ onAdded }: { onAdded: (site: Site) => void }) {
  const { isBusy, error, run } = useAction();
  return (
    <form
      className="space-y-4 text-left"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = event.currentTarget;
        const name = readField(form, 'name').trim();
        run(async () => {
          const site = await createSite({
            domain: toHost(readField(form, 'domain')),
            timezone: readField(form, 'timezone').trim(),
            ...(name !== '' && { name }),
          });
          onAdded(site);
        });
      }}
    >
      <Field
        label={t('settings:site.domain')}
        name="domain"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint={t('settings:site.domainHint')}
        problem={problemOf(error, 'domain')}
      />
      <Field
        label={t('common:fields.name')}
        name="name"
        autoComplete="off"
        maxLength={200}
        hint={t('settings:site.nameHint')}
        problem={problemOf(error, 'name')}
      />
      <TimeZoneField
        defaultValue={browserTimeZone()}
        hint={t('settings:site.timezoneHint')}
        problem={problemOf(error, 'timezone')}
      />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('settings:site.add')}
      </button>
    </form>
  );
}

/** The host of what was typed or pasted, an address in full included; what is neither, the API refuses. */
function toHost(typed: string): string {
  const text = typed.trim();
  return URL.canParse(text) && text.includes('://') ? new URL(text).hostname : text.replace(/\/.*$/, '');
}
