import type { ReactNode } from 'react';
import { useView } from '../../hooks/useView.js';
import { t } from '../../locales/i18n.js';
import type { Site } from '../../types/analytics.js';
import { SelectField } from '../common/SelectField.js';

interface ChosenSiteProps {
  sites: readonly Site[];
  children: (site: Site) => ReactNode;
}

/** Settings of one site, chosen among all. */
export function ChosenSite({ sites, children }: ChosenSiteProps) {
  const { view, changeView } = useView();
  const site = sites.find(({ domain }) => domain === view.site) ?? sites[0];
  if (site === undefined) return <p className="text-sm text-muted">{t('settings:noSiteYet')}</p>;
  return (
    <>
      <div className="mb-4 max-w-sm">
        <SelectField
          label={t('common:fields.site')}
          options={sites.map(({ domain }) => ({ id: domain, label: domain }))}
          value={site.domain}
          onChange={(domain) => {
            changeView({ site: domain });
          }}
        />
      </div>
      {children(site)}
    </>
  );
}
