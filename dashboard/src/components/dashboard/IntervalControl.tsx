import { useId } from 'react';
import { t } from '../../locales/i18n.js';
import type { TimeseriesInterval } from '../../types/analytics.js';

interface IntervalControlProps {
  offered: readonly TimeseriesInterval[];
  chosen: TimeseriesInterval;
  onChoose: (interval: TimeseriesInterval) => void;
}

/** How finely the chart draws; nothing where there is no choice. */
export function IntervalControl({ offered, chosen, onChoose }: IntervalControlProps) {
  const name = useId();
  if (offered.length < 2) return null;
  return (
    <fieldset data-export="no" className="flex rounded-lg bg-sunken p-0.5 text-sm">
      <legend className="sr-only">{t('figures:intervals.title')}</legend>
      {offered.map((interval) => (
        <label
          key={interval}
          className="relative flex min-h-9 cursor-pointer items-center rounded-md px-2.5 text-muted hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-tide"
        >
          <input
            type="radio"
            name={name}
            checked={interval === chosen}
            className="absolute inset-0 cursor-pointer appearance-none rounded-md outline-none"
            onChange={() => {
              onChoose(interval);
            }}
          />
          {t(`figures:intervals.${interval}`)}
        </label>
      ))}
    </fieldset>
  );
}
