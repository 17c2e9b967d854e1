/** Loaded before a program under measurement: tells its parent now and then, and at its end, what it has used. */
const tell = () => {
  const { user, system } = process.cpuUsage();
  process.send?.({
    atMs: performance.now(),
    cpuMs: (user + system) / 1_000,
    rssMb: Math.round(process.memoryUsage.rss() / 1_048_576),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  });
};
tell();
setInterval(tell, 100).unref();
process.channel?.unref();
process.on('exit', tell);
