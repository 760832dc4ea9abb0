import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { galleryMarkdown } from '../../scripts/gallery-pictures.ts';
import { validateBlocks } from '../../src/sandbox/slack/validate-blocks.ts';
import { faultsOf } from '../properties/hostile-text.ts';
import { sampleMessages } from './messages.ts';

// `vitest run test/golden -u` writes the files anew; look at `node scripts/gallery.ts` before committing that.
describe('golden cards', () => {
  const messages = Object.entries(sampleMessages());

  test.each(messages)('%s', async (name, message) => {
    expect(validateBlocks(message.blocks, 'message')).toEqual([]);
    expect(faultsOf(message).filter((fault) => !fault.includes('<@U0FINANCE1>'))).toEqual([]);
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(`./cards/${name}.json`);
  });

  test('docs/cards.md says what the renderer says', () => {
    const page = readFileSync(new URL('../../docs/cards.md', import.meta.url), 'utf8');
    expect(page).toBe(galleryMarkdown(sampleMessages()));
  });
});
