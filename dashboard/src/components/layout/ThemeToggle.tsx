import { type ThemeChoice, useTheme } from '../../context/theme.js';
import { Icon, type IconName } from '../common/Icon.js';

const steps: Record<ThemeChoice, { next: ThemeChoice; icon: IconName; label: string }> = {
  system: { next: 'light', icon: 'system', label: 'Colours: as the system' },
  light: { next: 'dark', icon: 'sun', label: 'Colours: light' },
  dark: { next: 'system', icon: 'moon', label: 'Colours: dark' },
};

/** Goes round between the system's colours, light and dark. */
export function ThemeToggle() {
  const { choice, choose } = useTheme();
  const { next, icon, label } = steps[choice];
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="grid size-10 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
      onClick={() => {
        choose(next);
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
