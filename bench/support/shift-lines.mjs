const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** One copy of the lines, as other visitors sent them `copy` weeks later: no line equals one of another copy. */
export function* shiftLines(lines, copy) {
  for (const line of lines) {
    const [, address, between, day, month, year, rest] =
      /^(\S+)( .*?\[)(\d{2})\/(\w{3})\/(\d{4})(:.*)$/s.exec(line) ?? [];
    if (address === undefined) continue;
    const date = new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day) + 7 * copy));
    const shifted = `${String(date.getUTCDate()).padStart(2, '0')}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
    const octets = address.split('.');
    const other =
      octets.length === 4 ? [((Number(octets[0]) + copy) % 223) + 1, ...octets.slice(1)].join('.') : address;
    yield `${other}${between}${shifted}${rest}\n`;
  }
}
