export { handOutReceipts } from './hand-out-receipts.js';
export { readTrackRecord } from './track-record.js';
