import { expect, test } from 'vitest';
import { draftSections } from './draft.ts';

test('sections are found behind placeholders in flow mappings, word for word', () => {
  const file = `stripe: { accounts: { main: { webhook_secret: \${STRIPE_WEBHOOK_SECRET}, api_key: \${STRIPE_API_KEY} } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
routes: # a tree
  - { name: big, when: 'amount >= money("300.00 EUR")', to: [finance], continue: true }
channels: { finance: { id: C0FINANCE } }
quiet:
  - { name: nights, from: "19:00", to: "08:00" }
`;
  expect(draftSections(file)).toBe(`routes: # a tree
  - { name: big, when: 'amount >= money("300.00 EUR")', to: [finance], continue: true }

quiet:
  - { name: nights, from: "19:00", to: "08:00" }
`);
});
