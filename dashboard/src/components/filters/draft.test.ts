import { describe, expect, it } from '@jest/globals';
import { chosenValues, type Draft, operatorsOf, readDraft, withOperator, withPick } from './draft.js';

const domain = 'harbour.example';
const read = (dimension: Draft['dimension'], filter?: string) => readDraft(dimension, filter, domain);
const chosen = (draft: Draft) => chosenValues(draft, domain);

describe('a filter while it is made', () => {
  it.each([
    ['DE', 'Germany', ['DE']],
    ['!DE', 'Germany', ['DE']],
    ['DE,FR', '', ['DE', 'FR']],
    ['*E*', 'E', ['E']],
  ])('begins as what %s says: %s', (filter, text, values) => {
    expect(read('country', filter).text).toBe(text);
    expect(chosen(read('country', filter))).toEqual(values);
  });

  it('has no value before one is typed or picked', () => {
    expect(chosen(read('country'))).toEqual([]);
    expect(chosen({ ...read('page'), text: '  ' })).toEqual([]);
    expect(chosen({ ...read('page', '*a*'), text: '**' })).toEqual([]);
  });

  it('keeps what was chosen when the operator changes', () => {
    const one = withPick(read('country'), 'DE', domain);
    const many = withPick(withOperator(one, 'anyOf', domain), 'FR', domain);
    expect(chosen(many)).toEqual(['DE', 'FR']);
    const negated = withOperator(many, 'noneOf', domain);
    expect(chosen(negated)).toEqual(['DE', 'FR']);
    const single = withOperator(negated, 'isNot', domain);
    expect([single.text, chosen(single)]).toEqual(['Germany', ['DE']]);
  });

  it('looks for a part of names alone that the API knows, or where it does so already', () => {
    expect(operatorsOf(read('page'))).toContain('contains');
    expect(operatorsOf(read('country'))).toEqual(['is', 'isNot', 'anyOf', 'noneOf']);
    expect(operatorsOf(read('country', '*E*'))).toEqual(['is', 'isNot', 'contains', 'anyOf', 'noneOf']);
  });

  it('holds each value once', () => {
    const many = withPick(read('country', 'DE,FR'), 'FR', domain);
    expect(chosen({ ...many, text: 'FR, IT' })).toEqual(['DE', 'FR', 'IT']);
  });

  it('takes a typed hour for a number, not for its name', () => {
    expect(chosen({ ...read('hour_of_day'), text: '14' })).toEqual(['14']);
  });
});
