import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf, hostile, messagesWith, runHostileText } from './hostile-text.ts';

describe('text that others control', () => {
  it('F59 F60 F69 F70 F71 F72 F73 F74: no hostile string comes alive in any template', () => {
    runHostileText({ runs: 500 });
  });

  it('F71: forges no line: hostile text never adds one', () => {
    const linesOf = (text: string) =>
      messagesWith(text, 'full', false).map((message) => JSON.stringify(message.blocks).split('\\n').length);
    const plain = linesOf('x');
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = linesOf(text);
        for (const [index, count] of lines.entries()) expect(count).toBeLessThanOrEqual(plain[index] ?? 0);
      }),
      { numRuns: 60 },
    );
  });

  it('is judged by a check that sees what is alive', () => {
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
    const judged = (text: string) => faultsOf({ text: 'x', blocks: [section(text)], color: null });
    expect(judged('fine')).toEqual([]);
    for (const alive of [
      '<!here>',
      '<https://evil.example|a>',
      ':x:',
      '_x_',
      '`x`',
      '&gt; x',
      'a &am',
      '4242 4242 4242 4242',
    ])
      expect(judged(alive), alive).not.toEqual([]);
    expect(faultsOf({ text: 'see evil.example', blocks: [], color: null })).not.toEqual([]);
  });
});
