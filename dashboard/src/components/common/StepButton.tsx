import { useSite } from '../../context/site.js';
import { useView } from '../../hooks/useView.js';
import { stepPeriod } from '../../lib/step-period.js';
import { t } from '../../locales/i18n.js';
import { Icon } from './Icon.js';

/** Leads to the range before or after the one on show. */
export function StepButton({ direction }: { direction: -1 | 1 }) {
  const { today } = useSite();
  const { view, changeView } = useView();
  const range = stepPeriod(view.range, today, direction);
  const label = t(direction < 0 ? 'figures:periods.previous' : 'figures:periods.next');
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={range === undefined}
      data-shortcut={direction < 0 ? 'previous-period' : 'next-period'}
      className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink disabled:opacity-40"
      onClick={() => {
        if (range !== undefined) changeView({ range });
      }}
    >
      <Icon name={direction < 0 ? 'left' : 'right'} />
    </button>
  );
}
