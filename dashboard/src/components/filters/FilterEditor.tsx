import { useState } from 'react';
import { useSite } from '../../context/site.js';
import { useFilters } from '../../hooks/useFilters.js';
import { isPageDimension } from '../../lib/dimensions.js';
import {
  filterDimensions,
  type Filters,
  type Operator,
  operators,
  readCondition,
  takesSeveral,
  toFilterValue,
  writeCondition,
} from '../../lib/filters.js';
import { t } from '../../locales/i18n.js';
import type { FilterDimension } from '../../types/analytics.js';
import { Dialog } from '../common/Dialog.js';
import { quietButton } from '../common/Failure.js';
import { mainButton } from '../common/Field.js';
import { SelectField } from '../common/SelectField.js';
import { ChosenValues } from './ChosenValues.js';
import { ValueField } from './ValueField.js';

interface FilterEditorProps {
  /** What is filtered by already; undefined: a new filter. */
  dimension: FilterDimension | undefined;
  onClose: () => void;
}

/** Makes or changes a filter: what, how, and which values. */
export function FilterEditor({ dimension: edited, onClose }: FilterEditorProps) {
  const { site } = useSite();
  const { filters, put } = useFilters();
  const [draft, setDraft] = useState(() => readDraft(edited ?? firstFree(filters), edited && filters[edited]));
  const { dimension, operator, values, text } = draft;
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const isMany = takesSeveral(operator);
  const chosen = isMany
    ? [...new Set([...values, ...text.split(',').flatMap((piece) => readTyped(piece, draft, site.domain))])]
    : readTyped(text, draft, site.domain);

  return (
    <Dialog title={t(edited === undefined ? 'overview:filters.newTitle' : 'overview:filters.editTitle')} onClose={onClose}>
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
              setDraft(readDraft(next, filters[next]));
            }}
          />
          <SelectField
            label={t('overview:filters.operator')}
            options={operators.map((id) => ({ id, label: t(`overview:filters.operators.${id}`) }))}
            value={operator}
            onChange={(next) => {
              // What was chosen as one of several is the value of one, and the other way round.
              change(takesSeveral(next) ? { operator: next } : { operator: next, values: [], text: chosen[0] ?? '' });
            }}
          />
        </div>
        {isMany && (
          <ChosenValues
            dimension={dimension}
            values={values}
            onRemove={(value) => {
              change({ values: values.filter((other) => other !== value) });
            }}
          />
        )}
        <ValueField
          key={dimension}
          dimension={dimension}
          text={text}
          isPart={looksForPart(operator)}
          onType={(next) => {
            change({ text: next });
          }}
          onPick={(value) => {
            change(isMany ? { values: [...new Set([...values, value])], text: '' } : { text: value });
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

interface Draft {
  dimension: FilterDimension;
  operator: Operator;
  /** Those picked of several. */
  values: readonly string[];
  /** What stands in the field. */
  text: string;
}

function readDraft(dimension: FilterDimension, filter: string | undefined): Draft {
  const condition = filter === undefined ? undefined : readCondition(filter);
  if (condition === undefined) return { dimension, operator: 'is', values: [], text: '' };
  const { operator, values } = condition;
  return takesSeveral(operator)
    ? { dimension, operator, values, text: '' }
    : { dimension, operator, values: [], text: values[0] ?? '' };
}

const firstFree = (filters: Filters): FilterDimension =>
  filterDimensions.find((dimension) => filters[dimension] === undefined) ?? 'page';

const looksForPart = (operator: Operator) => operator === 'contains' || operator === 'containsNot';

/** What was typed, in the API's words; nothing where nothing was. A typed wildcard is meant as one. */
function readTyped(typed: string, { dimension, operator }: Draft, domain: string): string[] {
  const text = typed.trim();
  // What is looked for anywhere brings its own wildcards.
  const value = looksForPart(operator) ? toFilterValue(text.replace(/^\*+|\*+$/g, '')) : toFilterValue(toPage(text));
  return value === '' ? [] : [value];

  // Pages of the site itself are shown, and typed, without its domain.
  function toPage(path: string): string {
    return isPageDimension(dimension) && path.startsWith('/') ? domain + path : path;
  }
}
