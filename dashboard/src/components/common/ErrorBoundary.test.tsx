import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fireEvent, render, screen } from '@testing-library/react';
import { ErrorBoundary } from './ErrorBoundary.js';

let isBroken = true;

function Gauge() {
  if (isBroken) throw new Error('the gauge is stuck');
  return <p>Level 3.2 m</p>;
}

beforeEach(() => {
  isBroken = true;
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a fault in a panel', () => {
  it('stays in the panel', () => {
    render(
      <>
        <p>Neighbour</p>
        <ErrorBoundary>
          <Gauge />
        </ErrorBoundary>
      </>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('the gauge is stuck');
    expect(screen.getByText('Neighbour')).toBeInTheDocument();
  });

  it('is over when a retry works', () => {
    render(
      <ErrorBoundary>
        <Gauge />
      </ErrorBoundary>,
    );
    isBroken = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByText('Level 3.2 m')).toBeInTheDocument();
  });
});
