import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fireEvent, render, screen } from '@testing-library/react';
import { watchForMissingCode } from '../../services/missing-code.js';
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

  it('is told apart where its code didn’t come', () => {
    watchForMissingCode();
    const payload = new TypeError('Failed to fetch dynamically imported module');
    const event = Object.assign(new Event('vite:preloadError'), { payload });
    const Part = () => {
      throw payload;
    };
    const { rerender } = render(
      <ErrorBoundary>
        <Part />
      </ErrorBoundary>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('Failed to fetch dynamically imported module');
    window.dispatchEvent(event);
    rerender(
      <ErrorBoundary key="later">
        <Part />
      </ErrorBoundary>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('This part of the page couldn’t be loaded');
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
