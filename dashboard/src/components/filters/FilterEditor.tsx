import { useState } from 'react';
import { useSite } from '../../context/site.js';
import { useFilters } from '../../hooks/useFilters.js';
import { filterDimensions, type Filters, takesSeveral, writeCondition } from '../../lib/filters.js';
import { t } from '../../locales/i18n.js';
import type { FilterDimension } from '../../types/analytics.js';
import { Dialog } from '../common/Dialog.js';
import { quietButton } from '../common/Failure.js';
import { mainButton } from '../common/Field.js';
import { SelectField } from '../common/SelectField.js';
import { ChosenValues } from './ChosenValues.js';
import { chosenValues, looksForPart, operatorsOf, readDraft, withOperator, withPick } from './draft.js';
import { ValueField } from './ValueField.js';

interface FilterEditorProps {
  /** What is filtered by already; undefined: a new filter. */
  dimension: FilterDimension | undefined;
  onClose: () => void;
}

/** Makes or changes a filter: what, how, and which values. */
export function FilterEditor({ dimension: edited, onClose }: FilterEditorProps) {
  const { domain } = useSite().site;
  const { filters, put } = useFilters();
  const [draft, setDraft] = useState(() => readDraft(edited ?? firstFree(filters), edited && filters[edited], domain));
  const { dimension, operator, values, text } = draft;
  const chosen = chosenValues(draft, domain);

  return (
    <Dialog
      title={t(edited === undefined ? 'overview:filters.newTitle' : 'overview:filters.editTitle')}
      onClose={onClose}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length === 0) return;
          put(dimension, writeCondition({ operator, values: chosen }));
          onClose();
        }}
      >
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <SelectField
            label={t('overview:filters.dimension')}
            options={filterDimensions.map((id) => ({ id, label: t(`overview:filters.dimensions.${id}`) }))}
            value={dimension}
            isDisabled={edited !== undefined}
            onChange={(next) => {
              setDraft(readDraft(next, filters[next], domain));
            }}
          />
          <SelectField
            label={t('overview:filters.operator')}
            options={operatorsOf(draft).map((id) => ({ id, label: t(`overview:filters.operators.${id}`) }))}
            value={operator}
            onChange={(next) => {
              setDraft(withOperator(draft, next, domain));
            }}
          />
        </div>
        {takesSeveral(operator) && (
          <ChosenValues
            dimension={dimension}
            values={values}
            onRemove={(value) => {
              setDraft({ ...draft, values: values.filter((other) => other !== value) });
            }}
          />
        )}
        <ValueField
          key={dimension}
          dimension={dimension}
          text={text}
          onType={(typed, value) => {
            setDraft({ ...draft, text: typed, value: looksForPart(operator) ? undefined : value });
          }}
          onPick={(value) => {
            setDraft(withPick(draft, value, domain));
          }}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <button type="button" className={quietButton} onClick={onClose}>
            {t('overview:filters.cancel')}
          </button>
          <button type="submit" disabled={chosen.length === 0} className={mainButton}>
            {t('overview:filters.apply')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const firstFree = (filters: Filters): FilterDimension =>
  filterDimensions.find((dimension) => filters[dimension] === undefined) ?? 'page';
