import { expect, test } from 'vitest';
import { fuzzConfig } from './fuzz-config.ts';
import { fuzzEvents, fuzzRenderer } from './fuzz-events.ts';
import { fuzzSignature } from './fuzz-signature.ts';
import { fuzzSlackPayload } from './fuzz-slack.ts';

// The slice of `npm run soak` that every change must pass; each throws with the input that does harm.
test.each([
  ['F1 F2 F3 F4 F5 F6 F7 the signature door says what a second reading says', fuzzSignature, 30_000],
  ['F15 F16 odd objects are interpreted without a throw, and twice the same', fuzzEvents, 1_500],
  ['F57 F59 the cards of odd events are taken by Slack', fuzzRenderer, 1_500],
  ['broken configurations are refused in words', fuzzConfig, 600],
  ['broken requests to Slack’s doors are read or refused', fuzzSlackPayload, 20_000],
] as const)('%s', (_name, fuzz, inputs) => {
  expect(fuzz(2026, inputs)).toBeGreaterThanOrEqual(inputs);
});
