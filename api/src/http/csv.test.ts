import { describe, expect, it } from '@jest/globals';
import { toCsv } from './csv.js';

describe('CSV', () => {
  it('quotes what needs it, leaves unknown cells empty, writes nested values as JSON', () => {
    expect(toCsv([{ page: 'a,"b"\n', rate: null, views: 3, top: [{ page: 'x' }] }])).toBe(
      'page,rate,views,top\r\n"a,""b""\n",,3,"[{""page"":""x""}]"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '\uFF1D1+1'])(
    'defuses %j, which a spreadsheet would run',
    (text) => {
      expect(toCsv([{ text }])).toBe(`text\r\n'${text}\r\n`);
    },
  );

  it.each(['\tx', '\r=1', '\n=1', '=HYPERLINK("http://a";"b")', '=1,=1'])('defuses and quotes %j', (text) => {
    expect(toCsv([{ text }])).toBe(`text\r\n"'${text.replaceAll('"', '""')}"\r\n`);
  });

  it('quotes a semicolon, behind which some spreadsheets would see a cell of its own', () => {
    expect(toCsv([{ text: 'a;=1+1' }])).toBe('text\r\n"a;=1+1"\r\n');
  });

  it('is empty without rows', () => {
    expect(toCsv([])).toBe('');
  });
});
