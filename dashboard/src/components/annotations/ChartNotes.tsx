import type { TrendExtras } from '../../hooks/useTrendExtras.js';
import { t } from '../../locales/i18n.js';
import { NewNote } from './NewNote.js';
import { NoteRow } from './NoteRow.js';
import { ReadProblem } from './ReadProblem.js';

interface ChartNotesProps extends Pick<TrendExtras, 'notes' | 'markedDays' | 'notedPeriod' | 'canWriteNotes'> {
  siteId: number;
  /** What a new note is about, unless its writer says otherwise. */
  newNoteDate: string;
}

/** The notes at the days of a chart, and for those who may, a way to add one. Nothing where nobody is signed in. */
export function ChartNotes({ siteId, notes, markedDays, notedPeriod, canWriteNotes, newNoteDate }: ChartNotesProps) {
  if (notes === undefined || markedDays === undefined) return null;
  const rows = notes.status === 'ready' ? notes.data.data : [];
  const readAgain = () => {
    if (notes.status !== 'loading') notes.retry();
  };
  const isEmpty = rows.length === 0 && notes.status !== 'failed' && markedDays.status !== 'failed';
  if (isEmpty && !canWriteNotes) return null;
  return (
    <section aria-label={t('figures:annotations.title')} className="mt-4 space-y-3 border-t border-line pt-3">
      <ReadProblem report={notes} what="notes" />
      <ReadProblem report={markedDays} what="markedDays" />
      {rows.length > 0 && (
        <ul className="space-y-2">
          {rows.map((note) => (
            <li key={note.id}>
              <NoteRow siteId={siteId} note={note} canChange={canWriteNotes} onChanged={readAgain} />
            </li>
          ))}
        </ul>
      )}
      {canWriteNotes && <NewNote siteId={siteId} period={notedPeriod} date={newNoteDate} onAdded={readAgain} />}
    </section>
  );
}
