import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../domain/json.ts';
import { prune, prunePrevious } from './prune.ts';

describe('prune', () => {
  test('drops nulls and empty containers, keeps zero, false and the empty text', () => {
    expect(prune({ a: null, b: {}, c: [], d: { e: null }, f: 0, g: false, h: '', i: [null, {}] })).toEqual({
      f: 0,
      g: false,
      h: '',
    });
  });

  test('cuts a Stripe list to ten and says so; a bare array stays', () => {
    const data = Array.from({ length: 12 }, (_, index) => ({ id: `il_${index}` }));
    const pruned = prune({ lines: { object: 'list', data, has_more: false }, available: data });
    expect(pruned).toMatchObject({ lines: { has_more: true }, available: data });
    expect((pruned['lines'] as { data: unknown[] }).data).toHaveLength(10);
  });

  test('keeps no secret and no card number, at any depth', () => {
    const kept = JSON.stringify(
      prune({
        client_secret: 'pi_1_secret_2',
        next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { source: 'x' }, redirect_to_url: { url: 'https://x' } },
        issued: [{ number: '4242424242424242', cvc: '123' }],
        number: '7FE1103-0002',
      }),
    );
    expect(kept).toBe('{"next_action":{"type":"use_stripe_sdk"},"number":"7FE1103-0002"}');
  });

  test('F60 a long text is cut, never inside a surrogate pair', () => {
    const { note } = prune({ note: `${'a'.repeat(1_999)}😀tail` });
    expect(note).toBe('a'.repeat(1_999));
  });

  test('previous_attributes keep their nulls', () => {
    expect(prunePrevious({ cancel_at: null, items: { object: 'list', data: [] } })).toEqual({
      cancel_at: null,
      items: { object: 'list', data: [] },
    });
    expect(prunePrevious(null)).toBeNull();
  });

  test('twice is as good as once', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (any) => {
        const once = prune(any as JsonObject);
        expect(prune(once)).toEqual(once);
      }),
    );
  });
});
