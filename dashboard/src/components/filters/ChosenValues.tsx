import { useSite } from '../../context/site.js';
import { formatDimensionValue } from '../../lib/dimensions.js';
import { t } from '../../locales/i18n.js';
import type { FilterDimension } from '../../types/analytics.js';
import { Icon } from '../common/Icon.js';

interface ChosenValuesProps {
  dimension: FilterDimension;
  values: readonly string[];
  onRemove: (value: string) => void;
}

/** The values picked so far, where a filter takes several. */
export function ChosenValues({ dimension, values, onRemove }: ChosenValuesProps) {
  const { site } = useSite();
  if (values.length === 0) return null;
  return (
    <ul aria-label={t('overview:filters.chosen')} className="flex flex-wrap gap-2">
      {values.map((value) => {
        const label = formatDimensionValue(dimension, value, site.domain);
        return (
          <li key={value} className="flex max-w-full items-center rounded-lg bg-tide-wash text-sm">
            <span dir="auto" className="truncate pl-3">
              {label}
            </span>
            <button
              type="button"
              aria-label={t('overview:filters.drop', { value: label })}
              className="grid size-9 shrink-0 place-items-center text-muted hover:text-ink"
              onClick={() => {
                onRemove(value);
              }}
            >
              <Icon name="close" className="size-4" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
