import type { JsonObject } from '../../src/domain/json.ts';
import { readArguments } from '../../src/sandbox/slack/arguments.ts';
import { validateBlocks } from '../../src/sandbox/slack/validate-blocks.ts';
import { createRandom } from '../../src/sandbox/stripe/random.ts';
import { mutateJson, mutateText } from './mutate.ts';

const message: JsonObject = {
  channel: 'C0FINANCE',
  text: 'paid',
  blocks: [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*paid*', verbatim: true },
      fields: [{ type: 'mrkdwn', text: 'a' }],
    },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'b' }, value: 'v' }],
    },
    { type: 'context', elements: [{ type: 'plain_text', text: 'x', emoji: false }] },
    { type: 'divider' },
  ],
  metadata: { event_type: 'tillbell', event_payload: { key: 'k' } },
};
const types = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  '',
  'application/json; charset=utf-8',
];
const tokens = [
  '%',
  '%ff',
  '&',
  '=',
  '{',
  '}',
  '"',
  '\u0000',
  'payload=',
  'blocks=',
  '[[[[',
  '\ud800',
  '__proto__',
  '+',
];

/** Requests as Slack's doors get them, broken: arguments are read or refused in Slack's words, and blocks checked, without a throw. */
export function fuzzSlackPayload(seed: number, inputs: number): number {
  const random = createRandom(`slack/${seed}`);
  for (let number = 0; number < inputs; number += 1) {
    const body = random.chance(0.7) ? mutateJson(random, message) : message;
    const json = JSON.stringify(body);
    const form = random.chance(0.5);
    const sent = form ? `channel=C0&blocks=${encodeURIComponent(json)}` : json;
    const text = random.chance(0.5) ? sent : mutateText(random, sent, tokens);
    const contentType = random.chance(0.8)
      ? (types[form ? 1 : 0] ?? '')
      : (types[random.int(0, types.length - 1)] ?? '');
    try {
      const read = readArguments({
        contentType,
        authorization: random.chance(0.5) ? 'Bearer xoxb-1' : mutateText(random, 'Bearer xoxb-1', tokens),
        query: new URLSearchParams(random.chance(0.9) ? '' : text.slice(0, 200)),
        body: Buffer.from(text),
      });
      for (const surface of ['message', 'modal', 'home'] as const) validateBlocks(read.values['blocks'], surface);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.stack : String(error)}\n${contentType}\n${text}`);
    }
  }
  return inputs;
}
