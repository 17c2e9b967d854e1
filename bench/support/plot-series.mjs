/** A picture of a daily series around a day that is told of, as SVG. */
const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [720, 260, 60, 40, 30];

const escapeText = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);

/** The series as a line, the day as a dot, and where it was expected to lie as a bar. */
export function plotSeries({ title, dates, counts, marked, interval }) {
  const top = Math.max(...counts, Math.min(interval.upper, 2 * Math.max(...counts)), 1) * 1.05;
  const x = (day) => LEFT + (day / Math.max(1, counts.length - 1)) * (WIDTH - LEFT - 20);
  const y = (count) => HEIGHT - BOTTOM - (Math.min(count, top) / top) * (HEIGHT - TOP - BOTTOM);
  const line = counts
    .map((count, day) => `${day === 0 ? 'M' : 'L'}${x(day).toFixed(1)} ${y(count).toFixed(1)}`)
    .join('');
  const text = (at, words, more = '') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" font-family="sans-serif" font-size="12" fill="#333" ${more}>${escapeText(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${text([10, 20], title)}
<path d="M${LEFT} ${y(0)}H${WIDTH - 20}M${LEFT} ${y(top / 2)}H${WIDTH - 20}" stroke="#ddd" fill="none"/>
${text([LEFT - 8, y(0) + 4], '0', 'text-anchor="end"')}
${text([LEFT - 8, y(top / 2) + 4], Math.round(top / 2).toLocaleString('en-US'), 'text-anchor="end"')}
${text([x(0), HEIGHT - 10], dates[0])}
${text([x(counts.length - 1), HEIGHT - 10], dates.at(-1), 'text-anchor="end"')}
<path d="M${x(marked)} ${y(interval.lower)}V${y(interval.upper)}" stroke="#7aa7d9" stroke-width="8" fill="none"/>
<path d="${line}" stroke="#1f4e79" stroke-width="1.5" fill="none"/>
<circle cx="${x(marked)}" cy="${y(counts[marked])}" r="4" fill="#c0392b"/>
</svg>
`;
}

/** Several of these pictures on one sheet, in two columns. */
export function plotSheet(pictures) {
  const rows = Math.ceil(pictures.length / 2);
  const placed = pictures.map((picture, index) =>
    picture.replace('<svg ', `<svg x="${(index % 2) * WIDTH}" y="${Math.floor(index / 2) * HEIGHT}" `),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${rows * HEIGHT}">\n${placed.join('')}</svg>\n`;
}
