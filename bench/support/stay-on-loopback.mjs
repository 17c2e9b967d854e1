/**
 * Loaded into Artillery before it begins: nothing connects beyond this machine. With its telemetry switched off Artillery
 * still tells its makers of each run.
 */
import net from 'node:net';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const connect = net.Socket.prototype.connect;

/** The host of `connect`'s arguments: options, a path, or port and host; undici hands them over in a list. */
function hostOf([first, second]) {
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null) return first.path ? 'localhost' : (first.host ?? 'localhost');
  return typeof second === 'string' ? second : 'localhost';
}

net.Socket.prototype.connect = function (...args) {
  const host = hostOf(args);
  if (LOOPBACK.has(host)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(new Error(`a benchmark connects to nothing beyond this machine: ${host}`)));
  return this;
};
