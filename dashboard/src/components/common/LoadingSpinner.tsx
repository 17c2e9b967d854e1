import { t } from '../../locales/i18n.js';

/** Something is on its way. Panels whose shape is known show a Skeleton instead. */
export function LoadingSpinner({ label }: { label?: string }) {
  return (
    <div role="status" className="grid h-full min-h-32 place-items-center">
      <span className="size-7 animate-spin rounded-full border-2 border-line border-t-tide" />
      <span className="sr-only">{label ?? t('common:loading')}</span>
    </div>
  );
}
