import { type ThemeChoice, useTheme } from '../../context/theme.js';
import { t } from '../../locales/i18n.js';
import { Icon, type IconName } from '../common/Icon.js';

const steps: Record<ThemeChoice, { next: ThemeChoice; icon: IconName }> = {
  system: { next: 'light', icon: 'system' },
  light: { next: 'dark', icon: 'sun' },
  dark: { next: 'system', icon: 'moon' },
};

/** Goes round between the system's colours, light and dark. */
export function ThemeToggle() {
  const { choice, choose } = useTheme();
  const { next, icon } = steps[choice];
  const label = t(`layout:colours.${choice}`);
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      data-shortcut="theme"
      className="grid size-10 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
      onClick={() => {
        choose(next);
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
