import { horizons, levels, useForecastChoice } from '../../hooks/useForecastChoice.js';
import { t } from '../../locales/i18n.js';
import { SelectField } from '../common/SelectField.js';

/** How far ahead, and how wide a range. */
export function ForecastOptions() {
  const { horizon, level, change } = useForecastChoice();
  return (
    <div className="grid w-full grid-cols-2 gap-3 sm:w-auto">
      <SelectField
        label={t('predictions:horizon')}
        options={horizons.map((days) => ({ id: String(days), label: t('predictions:horizonDays', { days }) }))}
        value={String(horizon)}
        onChange={(chosen) => {
          change({ horizon: horizons.find((days) => String(days) === chosen) ?? horizon });
        }}
      />
      <SelectField
        label={t('predictions:level')}
        options={levels.map((share) => ({ id: String(share), label: t('predictions:levelShare', { level: share }) }))}
        value={String(level)}
        onChange={(chosen) => {
          change({ level: levels.find((share) => String(share) === chosen) ?? level });
        }}
      />
    </div>
  );
}
