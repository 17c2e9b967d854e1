import { expect, it } from '@jest/globals';
import { studentQuantile95 } from './student.js';

it.each([
  [4, 2.132],
  [5, 2.015],
  [8, 1.86],
  [20, 1.725],
  [1_000, 1.646],
])('gives the tables’ value for %i degrees of freedom', (degrees, quantile) => {
  expect(Math.abs(studentQuantile95(degrees) / quantile - 1)).toBeLessThan(0.005);
});
