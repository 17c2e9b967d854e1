import { NavLink, useLocation } from 'react-router-dom';
import { t } from '../../locales/i18n.js';
import { Icon } from '../common/Icon.js';
import { Waterline } from '../common/Waterline.js';
import { Logo } from './Logo.js';
import { navigation } from './navigation.js';

/** The menu: deep water at the side of a wide screen, a bar at the foot of a narrow one. */
export function Sidebar() {
  // The query holds the view (site, days): it goes along from page to page.
  const { search } = useLocation();
  return (
    <nav
      aria-label={t('layout:mainMenu')}
      className="fixed inset-x-0 bottom-0 z-20 overflow-hidden bg-[#0a2733] text-[#c5dcdf] lg:inset-y-0 lg:right-auto lg:w-56"
    >
      <div className="hidden px-6 pt-7 pb-9 lg:block">
        <Logo />
      </div>
      <ul className="relative z-10 flex justify-around lg:block lg:space-y-1 lg:px-3">
        {navigation.map(({ path, label, icon }) => (
          <li key={path} className="flex-1">
            <NavLink
              to={{ pathname: path, search }}
              end
              className="flex min-h-14 flex-col items-center justify-center gap-0.5 text-xs hover:text-white focus-visible:outline-[#7fe0dc] aria-[current=page]:text-white lg:min-h-11 lg:flex-row lg:justify-start lg:gap-3 lg:rounded-xl lg:px-3 lg:text-sm lg:aria-[current=page]:bg-white/10"
            >
              <Icon name={icon} />
              {t(`layout:views.${label}`)}
            </NavLink>
          </li>
        ))}
      </ul>
      <Waterline className="absolute inset-x-0 bottom-0 hidden h-44 w-full lg:block" />
    </nav>
  );
}
