import { shortcuts } from '../../lib/shortcuts.js';
import { t } from '../../locales/i18n.js';
import { Dialog } from '../common/Dialog.js';

interface ShortcutSheetProps {
  isOn: boolean;
  onTurn: (isOn: boolean) => void;
  onClose: () => void;
}

/** What the keys do, and the switch that turns them off. */
export function ShortcutSheet({ isOn, onTurn, onClose }: ShortcutSheetProps) {
  return (
    <Dialog title={t('help:title')} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-sm">
        {shortcuts.map(({ keys, action }) => (
          <div key={action} className="contents">
            <dt className="flex items-center gap-1.5">
              {keys.map((key, index) => (
                <span key={key} className="flex items-center gap-1.5">
                  {index > 0 && <span className="text-xs text-muted">{t('help:then')}</span>}
                  <kbd className="min-w-8 rounded-md border border-line bg-sunken px-2 py-1 text-center font-mono text-xs">
                    {key}
                  </kbd>
                </span>
              ))}
            </dt>
            <dd>{t(`help:actions.${action}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-5 flex min-h-11 items-center gap-3 border-t border-line pt-4 text-sm font-medium">
        <input
          type="checkbox"
          checked={isOn}
          className="size-5 shrink-0 accent-tide"
          onChange={(event) => {
            onTurn(event.target.checked);
          }}
        />
        {t('help:isOn')}
      </label>
      <p className="mt-1 text-xs text-muted">{t('help:where')}</p>
    </Dialog>
  );
}
