import { useShortcuts } from '../../context/shortcuts.js';
import { t } from '../../locales/i18n.js';

/** Opens the sheet of keyboard shortcuts for whoever doesn't know its key. */
export function HelpButton() {
  const { openSheet } = useShortcuts();
  return (
    <button
      type="button"
      aria-label={t('help:title')}
      title={t('help:title')}
      className="grid size-10 place-items-center rounded-lg text-lg font-medium text-muted hover:bg-sunken hover:text-ink"
      onClick={openSheet}
    >
      <span aria-hidden="true">?</span>
    </button>
  );
}
