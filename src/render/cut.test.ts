import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutMrkdwn, cutText } from './cut.ts';
import { escapeMrkdwn } from './escape.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const clustersOf = (text: string) => [...segmenter.segment(text)].map((part) => part.segment);

describe('cutting', () => {
  test('F60: an entity, a token, an emoji and a surrogate pair stay whole or go', () => {
    expect(cutMrkdwn('ab &amp; cd', 8)).toBe('ab…');
    expect(cutMrkdwn('ab &amp; cd', 11)).toBe('ab &amp; cd');
    expect(cutMrkdwn('see <https://stripe.com|this> and more', 12)).toBe('see…');
    expect(cutMrkdwn('a👨‍👩‍👧‍👦b and more', 12)).toBe('a…');
    expect(cutText('a👨‍👩‍👧‍👦b', 12)).toBe('a…');
    expect(cutText('👍👍👍', 5)).toBe('👍…');
  });

  test('a bold that would lose its end is closed, an isolate too', () => {
    expect(cutMrkdwn('*paid by somebody* today', 12)).toBe('*paid by…*');
    expect(cutMrkdwn('\u2068שלום שלום\u2069 and more', 10)).toMatch(/^\u2068[^\u2068\u2069]+\u2069…$/);
    expect(cutText('\u2068שלום שלום\u2069 and more', 10)).toMatch(/^\u2068[^\u2068\u2069]+\u2069…$/);
  });

  test('F59 F60: within the limit by code points and by UTF-16 units, and between characters as people see them', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 80 }));
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (raw, limit) => {
        const plain = cutText(raw, limit);
        expect(plain.length).toBeLessThanOrEqual(limit);
        expect(Array.from(plain).length).toBeLessThanOrEqual(limit);
        if (raw.length > limit) {
          const kept = plain.replace(/\u2069?…$/, '');
          const parts = clustersOf(raw);
          const starts = parts.map((_, index) => parts.slice(0, index).join(''));
          expect(starts.some((start) => start.trimEnd() === kept)).toBe(true);
        }
        const escaped = escapeMrkdwn(raw);
        const cut = cutMrkdwn(escaped, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut).not.toMatch(/&(?!amp;|lt;|gt;)/);
        expect(cut.isWellFormed()).toBe(true);
        if (escaped.length > limit) expect(cut).toMatch(/…\*?$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
