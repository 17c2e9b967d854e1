import { guard } from './guard.js';

/** What is kept between page loads: localStorage, or this page's memory where there is none or it may not be used. */
export let store: Record<string, string | number | undefined> = {};

/** Turns from memory to localStorage, where the browser gives it. */
export const keepOnDevice = guard(() => {
  // null in some web views.
  store = Object(localStorage) as typeof store;
});

/** Turns to memory, where nothing is yet. */
export const keepInMemory = (): void => {
  store = {};
};

/** Keeps a value. Where the storage is full or closed, everything goes on in memory. */
export const write = <Value extends string | number>(key: string, value: Value): Value => {
  try {
    store[key] = value;
  } catch {
    store = { ...store, [key]: value };
  }
  return value;
};
