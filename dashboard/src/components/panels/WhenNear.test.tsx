import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { WhenNear } from './WhenNear.js';

let approach: (isIntersecting: boolean) => void;

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(globalThis, {
    IntersectionObserver: class {
      constructor(report: (entries: readonly { isIntersecting: boolean }[]) => void) {
        approach = (isIntersecting) => {
          act(() => {
            report([{ isIntersecting }]);
          });
        };
      }
      observe = () => undefined;
      disconnect = () => undefined;
    },
  });
  render(
    <WhenNear title="Places">
      <p>The map</p>
    </WhenNear>,
  );
});

afterEach(() => {
  jest.useRealTimers();
});

describe('a panel far down the page', () => {
  it('has its title, and nothing else', () => {
    approach(false);
    expect(screen.getByRole('heading', { name: 'Places' })).toBeInTheDocument();
    expect(screen.queryByText('The map')).not.toBeInTheDocument();
  });

  it('is drawn as soon as somebody comes near, and stays', () => {
    approach(true);
    expect(screen.getByText('The map')).toBeInTheDocument();
  });

  it('is drawn soon after the first sign that somebody is at the page: it may be printed', () => {
    act(() => {
      jest.advanceTimersByTime(60_000);
    });
    expect(screen.queryByText('The map')).not.toBeInTheDocument();
    fireEvent.pointerMove(document.body);
    act(() => {
      jest.advanceTimersByTime(1_000);
    });
    expect(screen.getByText('The map')).toBeInTheDocument();
  });
});
