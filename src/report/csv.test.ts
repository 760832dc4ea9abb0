import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test('F75 a cell that a spreadsheet would run gets an apostrophe; numbers stay numbers', () => {
  const rows = [
    ['=cmd|calc', '+1+1', '-1+1', '@sum', '\tx', 'plain'],
    ['-12.34', 5, null, 'a"b', 'c,d', '-'],
  ];
  expect(csv(rows)).toBe(`'=cmd|calc,'+1+1,'-1+1,'@sum,'\tx,plain\r\n-12.34,5,,"a""b","c,d",'-\r\n`);
});
