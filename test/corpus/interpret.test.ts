import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEvent } from '../../src/interpret/read-event.ts';
import { phraseText } from '../properties/phrase-text.ts';
import { runSubjects } from '../properties/subject-run.ts';

const folder = resolve(import.meta.dirname, '../../../shared/corpus/stripe-events');
const now = 1_785_585_700;

describe.runIf(existsSync(folder))('every event of the corpus', () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file !== 'index.json') : [];

  test.each(files)('%s', (file) => {
    const run = runSubjects([readEvent(readFileSync(`${folder}/${file}`))], now);
    const [told] = run.told;
    expect(told).toBeDefined();
    const texts = run.subjects.flatMap(({ card }) => [
      card.headline,
      card.who,
      card.what,
      ...card.notes,
      ...card.facts.map((fact) => fact.value),
    ]);
    const all = JSON.stringify([
      texts.map(phraseText),
      run.subjects.map(({ card }) => [card.links, card.facts]),
      told?.change,
      told?.meaning.alert?.code,
    ]);
    expect(all).not.toMatch(/undefined|NaN|\[object|"null"|: null\b(?!,)/);
    for (const { card } of run.subjects) expect(phraseText(card.headline)).not.toBe('');
  });

  test('all of them are there', () => {
    expect(files).toHaveLength(131);
  });
});
