/** One line on a terminal that is written anew while something takes long; nothing where nobody watches. */
const everyMs = 1_000;

/**
 * @param describe What the line says now, without the time that has passed.
 * @returns Ends it and wipes it away.
 */
export function showProgress(describe, stream = process.stderr) {
  if (!stream.isTTY) return () => undefined;
  const began = Date.now();
  const draw = () => {
    const text = `${describe()} · ${Math.round((Date.now() - began) / 1_000)} s`;
    // A line that wraps couldn't be written over.
    stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`);
  };
  draw();
  const timer = setInterval(draw, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    stream.write('\r\x1b[2K');
  };
}
