import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { access } from '../../src/console/contract.ts';

test('docs/console.md names each endpoint with the role that is enforced', () => {
  const text = readFileSync(new URL('../../docs/console.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (\w+) \| `([A-Z]+ \/api\/[^`]+)` \|$/gm)].map(([, role, name]) => [name, role]);
  expect(Object.fromEntries(rows)).toEqual(access);
});
