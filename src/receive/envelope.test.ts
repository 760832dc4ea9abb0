import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEnvelope } from './envelope.ts';

const now = 1_800_000_000_000;
const bytes = (text: string) => new TextEncoder().encode(text);

function envelopeOf(text: string) {
  const read = readEnvelope(bytes(text), now);
  if (!read.ok) throw new Error(read.reason.code);
  return read.envelope;
}

describe('the envelope of an event', () => {
  test('a snapshot event', () => {
    expect(
      envelopeOf(
        '{"id":"evt_1","object":"event","type":"charge.succeeded","created":1700000000,"livemode":true,"api_version":"2026-10-28.endive","account":"acct_1","data":{"object":{"id":"ch_1"}}}',
      ),
    ).toEqual({
      id: 'evt_1',
      type: 'charge.succeeded',
      created: 1_700_000_000,
      livemode: true,
      apiVersion: '2026-10-28.endive',
      connectAccount: 'acct_1',
      kind: 'snapshot',
      objectId: 'ch_1',
    });
  });

  test('a thin notification carries an ISO time and its related object', () => {
    const envelope = envelopeOf(
      '{"id":"evt_2","object":"v2.core.event","type":"v1.charge.failed","created":"2026-10-22T16:26:54.063Z","livemode":false,"context":"acct_9","related_object":{"id":"ch_2","type":"charge","url":"/v1/charges/ch_2"}}',
    );
    expect(envelope).toMatchObject({
      kind: 'thin',
      created: 1_792_686_414,
      objectId: 'ch_2',
      connectAccount: 'acct_9',
    });
  });

  test('F18 F19 an unknown type, version and an object without id are accepted', () => {
    expect(
      envelopeOf(
        '{"id":"evt_3","object":"event","type":"moon.landed","api_version":"2099-01-01","data":{"object":{}}}',
      ),
    ).toMatchObject({
      type: 'moon.landed',
      objectId: null,
      created: now / 1000,
    });
  });

  test('F10 a byte order mark, CRLF and other white space do not matter', () => {
    expect(envelopeOf('\uFEFF{\r\n "id": "evt_4",\r\n "object": "event", "type": "a.b"\r\n}\r\n').id).toBe('evt_4');
  });

  test('F15 F16 deep nesting, __proto__, duplicate keys, huge integers, lone surrogates and NUL are harmless', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(envelopeOf(`{"id":"evt_5","object":"event","type":"a","data":${deep}}`).id).toBe('evt_5');
    envelopeOf('{"id":"evt_6","object":"event","type":"a","__proto__":{"livemode":true},"constructor":1}');
    expect(({} as { livemode?: boolean }).livemode).toBeUndefined();
    expect(
      envelopeOf('{"id":"evt_7","id":"evt_8","object":"event","type":"a","created":123456789012345678901234567890}'),
    ).toMatchObject({
      id: 'evt_8',
      created: now / 1000,
    });
    expect(envelopeOf('{"id":"evt_\\ud800\\u0000","object":"event","type":"a"}').type).toBe('a');
  });

  test.each([
    ['', 'body_empty'],
    ['nope', 'body_not_json'],
    ['[]', 'body_not_an_event'],
    ['null', 'body_not_an_event'],
    ['{"object":"charge","id":"ch_1"}', 'body_not_an_event'],
    ['{"object":"event","type":"a"}', 'body_not_an_event'],
    ['{"object":"event","id":"evt_1"}', 'body_not_an_event'],
    [`{"object":"event","type":"a","id":"${'x'.repeat(300)}"}`, 'body_not_an_event'],
  ])('%j is refused as %s', (text, code) => {
    expect(readEnvelope(bytes(text), now)).toMatchObject({ ok: false, reason: { code } });
  });

  test('any bytes at all are answered, never thrown on', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (body) => void readEnvelope(body, now)));
    fc.assert(fc.property(fc.json(), (text) => void readEnvelope(bytes(text), now)));
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom('event', 'v2.core.event', 'evt_1', 'charge.succeeded'));
    const record = fc.dictionary(
      fc.constantFrom('id', 'object', 'type', 'created', 'livemode', 'data', 'account', 'related_object', '__proto__'),
      field,
    );
    fc.assert(
      fc.property(record, (value) => void readEnvelope(bytes(JSON.stringify(value)), now)),
      { numRuns: 2000 },
    );
  });
});
