/**
 * Loaded into the API's process before the API itself: when the supervisor is gone, however it went (`kill -9`), the channel
 * to it closes, and the API ends as on SIGTERM instead of holding its port for ever.
 */
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
});
// The listener alone must not keep the process alive.
process.channel?.unref();

// Nobody reads then what it says while it ends: a line that can't be written must not end it before it's done.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
