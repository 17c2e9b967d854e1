import { Link, useLocation } from 'react-router-dom';
import { useLive } from '../../context/live.js';
import { formatCount } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { DateRangePicker } from '../common/DateRangePicker.js';
import { AccountMenu } from '../session/AccountMenu.js';
import { HelpButton } from './HelpButton.js';
import { navigation } from './navigation.js';
import { SiteSwitcher } from './SiteSwitcher.js';
import { ThemeToggle } from './ThemeToggle.js';

/** Which site, which days, who is here now. */
export function Header() {
  const { pathname } = useLocation();
  const hasPeriod = navigation.find(({ path }) => path === pathname)?.hasPeriod ?? false;
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-page/90 backdrop-blur">
      <div className="mx-auto flex max-w-[100rem] flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-8">
        <SiteSwitcher />
        <LiveBadge />
        <div className={`sm:order-none sm:ml-auto sm:w-auto ${hasPeriod ? 'order-last w-full' : ''}`}>
          {hasPeriod && <DateRangePicker />}
        </div>
        <div className="flex">
          <HelpButton />
          <ThemeToggle />
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}

function LiveBadge() {
  const { report, connection } = useLive();
  const { search } = useLocation();
  if (report === undefined) return null;
  const isStale = connection === 'stale';
  return (
    <Link
      to={{ pathname: '/live', search }}
      className="ml-auto flex min-h-10 items-center gap-2 rounded-lg px-2 text-sm whitespace-nowrap text-muted hover:text-ink sm:ml-0"
    >
      <span aria-hidden="true" className={`size-2.5 rounded-full ${isStale ? 'border-2 border-beacon' : 'bg-good'}`} />
      <span>
        <span className="font-semibold text-ink">{formatCount(report.active_visitors)}</span>
        <span className="max-sm:sr-only"> {t('layout:hereNow')}</span>
        {isStale && <span className="sr-only">, {t('layout:connectionLost')}</span>}
      </span>
    </Link>
  );
}
