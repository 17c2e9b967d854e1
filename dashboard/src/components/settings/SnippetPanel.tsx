import { useState } from 'react';
import { type TrackerMode, trackerModes } from '../../lib/snippet.js';
import { t } from '../../locales/i18n.js';
import type { Site } from '../../types/analytics.js';
import { Panel } from '../common/Panel.js';
import { Snippet } from '../common/Snippet.js';
import { FirstVisit } from './FirstVisit.js';

/** The line for the website, by how its visitors are measured, and whether it works. */
export function SnippetPanel({ site }: { site: Site }) {
  const [mode, setMode] = useState<TrackerMode>('cookieless');
  return (
    <Panel title={t('settings:site.snippet')}>
      <fieldset>
        <legend className="text-sm font-medium">{t('settings:site.mode')}</legend>
        <div className="mt-1 space-y-1">
          {trackerModes.map((id) => (
            <label key={id} className="flex min-h-11 cursor-pointer items-start gap-3 rounded-lg p-2 hover:bg-sunken">
              <input
                type="radio"
                name="mode"
                checked={mode === id}
                className="mt-0.5 size-5 shrink-0 accent-tide"
                onChange={() => {
                  setMode(id);
                }}
              />
              <span className="min-w-0 text-sm">
                <span className="block font-medium">{t(`settings:site.modes.${id}.name`)}</span>
                <span className="block text-muted">{t(`settings:site.modes.${id}.what`)}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <p className="mt-4 mb-3 text-sm">{t('settings:site.where')}</p>
      <Snippet domain={site.domain} mode={mode} settings={site} />
      {mode === 'consent' && <p className="mt-3 text-sm text-muted">{t('settings:site.withdraw')}</p>}
      <FirstVisit site={site} />
    </Panel>
  );
}
