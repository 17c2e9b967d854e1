import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { useView } from '../../hooks/useView.js';
import { parseView, toSavedQuery } from '../../lib/view.js';
import { t } from '../../locales/i18n.js';
import { readSavedViews, saveView } from '../../services/saved-views.js';
import type { SavedView } from '../../types/analytics.js';
import { Icon } from '../common/Icon.js';
import { Loadable } from '../common/Loadable.js';
import { Popover } from '../common/Popover.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { NameForm } from './NameForm.js';
import { SavedViewRow } from './SavedViewRow.js';

/** The views that the signed-in user keeps of the site, and the way to keep the present one. */
export function SavedViews() {
  return (
    <Popover
      label={t('overview:savedViews.title')}
      buttonClassName="inline-flex min-h-10 items-center gap-2 rounded-lg border border-line bg-surface px-3 text-sm hover:bg-sunken"
      panelClassName="left-0 sm:right-0 sm:left-auto"
      button={
        <>
          <Icon name="bookmark" className="size-4 text-tide" />
          <span className="font-medium">{t('overview:savedViews.title')}</span>
          <Icon name="chevron" className="size-4 text-muted" />
        </>
      }
    >
      {(close) => (
        <div className="max-h-[calc(100dvh-12rem)] w-80 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
          <Menu onClose={close} />
        </div>
      )}
    </Popover>
  );
}

function Menu({ onClose }: { onClose: () => void }) {
  const { site } = useSite();
  const { view, changeView } = useView();
  const views = useAnalytics(readSavedViews(site.id));
  const present = toSavedQuery(view);
  const reload = () => {
    if (views.status !== 'loading') views.retry();
  };
  const open = ({ query }: SavedView) => {
    changeView({ ...parseView(new URLSearchParams(query)), site: view.site });
    onClose();
  };
  return (
    <>
      <Loadable report={views} skeleton={<RowsSkeleton rows={3} label={t('overview:savedViews.loading')} />}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="pb-2 text-muted">{t('overview:savedViews.none')}</p>
          ) : (
            <ul className="divide-y divide-line">
              {data.map((saved) => (
                <SavedViewRow
                  key={saved.id}
                  siteId={site.id}
                  saved={saved}
                  isPresent={saved.query === present}
                  onOpen={() => {
                    open(saved);
                  }}
                  onChanged={reload}
                />
              ))}
            </ul>
          )
        }
      </Loadable>
      <hr className="my-3 border-line" />
      <NameForm
        label={t('overview:savedViews.name')}
        action={t('overview:savedViews.save')}
        onName={async (name) => {
          await saveView(site.id, { name, query: present });
          reload();
        }}
      />
    </>
  );
}
