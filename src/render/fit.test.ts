import { describe, expect, test } from 'vitest';
import type { Block } from '../domain/message.ts';
import { validateBlocks } from '../sandbox/slack/validate-blocks.ts';
import { linkButtons, section } from './blocks.ts';
import { fitMessage } from './fit.ts';
import { limits } from './limits.ts';
import { contentHash } from './message-hash.ts';
import { simplify, withoutImages } from './simplify.ts';

const message = (blocks: readonly Block[], text = 'news') => ({ text, blocks, color: null });
const raw = (text: string): Block => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

describe('F59: every limit holds, visibly', () => {
  test('too many blocks: the last line says how many are missing', () => {
    const fitted = fitMessage(message(Array.from({ length: 80 }, () => section('x'))));
    expect(fitted.blocks).toHaveLength(50);
    expect(JSON.stringify(fitted.blocks.at(-1))).toContain('31 more parts');
  });

  test('each text within its own limit but too long together: all are shortened', () => {
    const fitted = fitMessage(message(Array.from({ length: 10 }, () => raw('y'.repeat(2_900)))));
    expect(JSON.stringify(fitted.blocks).length).toBeLessThanOrEqual(limits.blocksJson);
    expect(fitted.blocks).toHaveLength(10);
    expect(JSON.stringify(fitted.blocks[3])).toContain('…');
  });

  test('what cannot be shortened (URLs) is left out, counted', () => {
    const buttons = linkButtons([{ label: 'a', url: `https://stripe.com/${'u'.repeat(2_900)}` }]);
    const fitted = fitMessage(message([section('headline'), ...Array.from({ length: 8 }, () => buttons)]));
    expect(JSON.stringify(fitted.blocks).length).toBeLessThanOrEqual(limits.blocksJson);
    expect(JSON.stringify(fitted.blocks[0])).toContain('headline');
    expect(JSON.stringify(fitted.blocks.at(-1))).toContain('more parts');
  });

  test('single texts, fields, empty texts and the fallback', () => {
    const fields = Array.from({ length: 14 }, () => ({ type: 'mrkdwn', text: 'f'.repeat(2_500), verbatim: true }));
    const fitted = fitMessage(
      message([raw('z'.repeat(5_000)), raw(''), { type: 'section', fields }], 't'.repeat(9_000)),
    );
    expect(validateBlocks(fitted.blocks, 'message')).toEqual([]);
    expect(fitted.blocks).toHaveLength(2);
    expect(fitted.text).toHaveLength(limits.text - 2);
  });
});

describe('simplify', () => {
  const full = message([
    raw('*€42.00 paid*'),
    { type: 'section', fields: [{ type: 'mrkdwn', text: '*Order*  A-1', verbatim: true }] },
    { type: 'image', image_url: 'https://example.com/chart.png', alt_text: 'a chart <x>' },
    raw('<!subteam^S1> see evil.example'),
    linkButtons([{ label: 'Open', url: 'https://dashboard.stripe.com/a?b=1&c=2' }]),
  ]);

  test('F57: the same news as text, nothing more to refuse, nothing newly linked', () => {
    expect(simplify(full)).toEqual({
      text: [
        '*€42.00 paid*',
        '*Order*  A-1',
        'a chart &lt;x&gt;',
        '<!subteam^S1> see evil․example',
        '<https://dashboard.stripe.com/a?b=1&amp;c=2|Open>',
      ].join('\n'),
      blocks: [],
      color: null,
    });
    expect(simplify(message([], 'bare')).text).toBe('bare');
  });

  test('F58: without its pictures', () => {
    expect(withoutImages(full).blocks.map((block) => block.type)).not.toContain('image');
    expect(withoutImages(full).blocks).toHaveLength(4);
  });
});

test('the hash is of what is seen, not of the order of keys', () => {
  const one = message([{ type: 'section', text: { type: 'mrkdwn', text: 'a' } }]);
  const other = message([{ text: { text: 'a', type: 'mrkdwn' }, type: 'section' }]);
  expect(contentHash(one)).toBe(contentHash(other));
  expect(contentHash(one)).toMatch(/^[\w-]{43}$/);
  expect(contentHash({ ...one, text: 'b' })).not.toBe(contentHash(one));
});
