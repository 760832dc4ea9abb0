import { describe, expect, test } from 'vitest';
import { TillbellError } from '../domain/errors.ts';
import { readEvent, withFetched } from './read-event.ts';

const read = (text: string) => readEvent(new TextEncoder().encode(text));
const charge = { id: 'ch_1', object: 'charge', amount: 4200, currency: 'eur' };
const envelope = { id: 'evt_1', type: 'charge.succeeded', created: 1_785_585_660, data: { object: charge } };

describe('readEvent', () => {
  test('F18 an unknown type and version are read as they are', () => {
    const event = read(JSON.stringify({ ...envelope, type: 'moon.landed', api_version: '2031-01-01.zeta' }));
    expect(event).toMatchObject({
      type: 'moon.landed',
      apiVersion: '2031-01-01.zeta',
      kind: 'snapshot',
      object: charge,
    });
  });

  test('F19 an object without an id, and data without an object', () => {
    expect(read(JSON.stringify({ ...envelope, data: { object: { object: 'balance' } } })).object).toEqual({
      object: 'balance',
    });
    expect(read(JSON.stringify({ ...envelope, data: null })).object).toBeNull();
    expect(read(JSON.stringify({ ...envelope, data: { object: [1] } })).object).toBeNull();
  });

  test('null request, api_version, account and previous_attributes read as absent, {} too', () => {
    const event = read(
      JSON.stringify({
        ...envelope,
        api_version: null,
        request: null,
        account: null,
        livemode: null,
        data: { object: charge, previous_attributes: {} },
      }),
    );
    expect(event).toMatchObject({
      apiVersion: null,
      connectAccount: null,
      previous: null,
      livemode: false,
      related: null,
    });
  });

  test('previous_attributes keep their nulls', () => {
    const event = read(
      JSON.stringify({ ...envelope, data: { object: charge, previous_attributes: { cancel_at: null } } }),
    );
    expect(event.previous).toEqual({ cancel_at: null });
  });

  test('a thin notification: ISO created, related object, v1. type', () => {
    const event = read(
      JSON.stringify({
        id: 'evt_test_65',
        object: 'v2.core.event',
        type: 'v1.charge.failed',
        created: '2026-10-22T16:26:54.063Z',
        livemode: true,
        context: 'acct_1',
        related_object: { id: 'ch_1', type: 'charge', url: '/v1/charges/ch_1' },
      }),
    );
    expect(event).toMatchObject({
      kind: 'thin',
      created: 1_792_686_414,
      object: null,
      connectAccount: 'acct_1',
      livemode: true,
    });
    expect(event.related).toEqual({ id: 'ch_1', type: 'charge', url: '/v1/charges/ch_1' });
    expect(withFetched(event, charge, 1_792_686_500)).toMatchObject({ object: charge, observedAt: 1_792_686_500 });
    expect(withFetched(event, null)).toEqual(event);
  });

  test('F16 integers over 2^53 keep their digits, lone surrogates and NUL survive', () => {
    const event = read(
      '{"id":"evt_1","type":"x.y","data":{"object":{"amount":9007199254740993,"note":"\\ud800\\u0000","f":1.5}}}',
    );
    expect(event.object).toEqual({ amount: '9007199254740993', note: '\ud800\u0000', f: 1.5 });
  });

  test('F15 a __proto__ member changes no prototype, a doubled key counts once', () => {
    const event = read(
      '{"id":"evt_1","type":"x.y","data":{"object":{"__proto__":{"polluted":true},"a":{"__proto__":{"b":1}},"n":1,"n":2}}}',
    );
    expect(event.object).toEqual({ a: {}, n: 2 });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(event.object?.['polluted']).toBeUndefined();
  });

  test.each([100, 100_000])('F15 an object nested %i deep is cut, with and without long integers', (depth) => {
    const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const event = read(`{"id":"evt_1","type":"x.y","data":{"object":${deep}}}`);
    expect(JSON.stringify(event.object).length).toBeLessThan(1_000);
    expect(read(`{"id":"evt_1","type":"x.y","n":12345678901234567890,"data":{"object":${deep}}}`).id).toBe('evt_1');
  });

  test('F10 a BOM before the document is no fault', () => {
    expect(read(`\ufeff${JSON.stringify(envelope)}`).id).toBe('evt_1');
  });

  test.each([
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"id":"evt_1"}',
    '{"type":"x"}',
    '{"id":1,"type":"x"}',
    '{"id":"","type":""}',
  ])('refuses %j by its code, without quoting it', (text) => {
    expect(() => read(text)).toThrow(TillbellError);
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'event_unreadable' }));
  });
});
