import { useSite } from '../../context/site.js';
import { useView } from '../../hooks/useView.js';
import { t } from '../../locales/i18n.js';
import { Icon } from '../common/Icon.js';

/** The site on show; a choice where there are several. */
export function SiteSwitcher() {
  const { site, sites } = useSite();
  const { changeView } = useView();
  if (sites.length === 1) {
    return (
      <p className="flex min-h-10 min-w-0 items-center gap-2 text-sm font-medium">
        <Icon name="site" className="size-4 text-tide" />
        <span className="truncate">{site.domain}</span>
      </p>
    );
  }
  return (
    <label className="relative flex min-w-0 max-sm:flex-1">
      <span className="sr-only">{t('common:fields.site')}</span>
      <Icon name="site" className="pointer-events-none absolute top-3 left-3 size-4 text-tide" />
      <select
        value={site.domain}
        data-shortcut="site"
        className="min-h-10 w-full min-w-0 appearance-none truncate rounded-lg border border-line bg-surface pr-9 pl-9 text-sm font-medium hover:bg-sunken sm:max-w-80"
        onChange={(event) => {
          changeView({ site: event.target.value });
        }}
      >
        {sites.map((candidate) => (
          <option key={candidate.id} value={candidate.domain}>
            {candidate.is_demo ? t('common:demo.site', { domain: candidate.domain }) : candidate.domain}
          </option>
        ))}
      </select>
      <Icon name="chevron" className="pointer-events-none absolute top-3 right-3 size-4 text-muted" />
    </label>
  );
}
