import express, { type RequestHandler } from 'express';

/** Reads a body of JSON. One that is packed is refused: unpacked it may be a thousand times as large as it came. */
export const readJson = (limit: '10kb' | '100kb'): RequestHandler => express.json({ limit, inflate: false });
