import { t } from '../locales/i18n.js';
import type { FilterDimension } from '../types/analytics.js';
import { formatDimensionValue } from './dimensions.js';
import { type Condition, readCondition } from './filters.js';
import { wordLocale } from './intl.js';

/** A filter as a sentence: `Country is any of Germany or France`. */
export function describeFilter(dimension: FilterDimension, text: string, domain: string): string {
  const condition = readCondition(text);
  if (condition === undefined) return text;
  return t('overview:filters.sentence', {
    dimension: t(`overview:filters.dimensions.${dimension}`),
    operator: t(`overview:filters.operators.${condition.operator}`),
    values: describeValues(dimension, condition, domain),
  });
}

function describeValues(dimension: FilterDimension, { operator, values }: Condition, domain: string): string {
  const isPart = operator === 'contains' || operator === 'containsNot';
  const words = values.map((value) => (isPart ? value : formatDimensionValue(dimension, value, domain)));
  return new Intl.ListFormat(wordLocale(), { type: 'disjunction' }).format(words);
}
