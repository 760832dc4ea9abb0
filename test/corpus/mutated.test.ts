import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/domain/json.ts';
import { readEvent } from '../../src/interpret/read-event.ts';
import { phraseText } from '../properties/phrase-text.ts';
import { runSubjects } from '../properties/subject-run.ts';

const folder = resolve(import.meta.dirname, '../../../shared/corpus/stripe-events');
const runs = 1_500;

type Fault = 'delete' | 'null' | 'expand' | 'collapse' | 'empty' | 'text' | 'number' | 'list';
const faults: readonly Fault[] = ['delete', 'null', 'expand', 'collapse', 'empty', 'text', 'number', 'list'];

describe.runIf(existsSync(folder))('events with parts missing, null, expanded, collapsed or of another type', () => {
  const events = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file !== 'index.json')
        .map((file): JsonObject => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as JsonObject)
    : [];

  test(`F15 F18 F19 F45 ${runs} of them: no throw, no "undefined", no "null", always a headline`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...events),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...faults)), { minLength: 1, maxLength: 12 }),
        (original, wounds) => {
          const event = structuredClone(original);
          const data = event['data'];
          if (isObject(data)) for (const [where, fault] of wounds) wound(data, where, fault);
          const read = readEvent(new TextEncoder().encode(JSON.stringify(event)));
          const run = runSubjects([read, { ...read, id: 'evt_again', created: read.created + 1 }], 1_785_585_700);
          const texts = run.subjects.flatMap(({ card }) => [
            card.headline,
            card.who,
            card.what,
            ...card.notes,
            ...card.facts.map(({ value }) => value),
          ]);
          const shown = texts.map(phraseText).join('\n');
          expect(shown).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
          for (const { card } of run.subjects) {
            expect(phraseText(card.headline).trim()).not.toBe('');
            for (const { url } of card.links) expect(url).toMatch(/^https:\/\/dashboard\.stripe\.com\/[\w/?=&%.-]+$/);
          }
        },
      ),
      { numRuns: runs },
    );
  }, 60_000);
});

/** Damages the `where`-th member of the tree. */
function wound(root: JsonObject, where: number, fault: Fault): void {
  const places: [JsonObject | JsonValue[], string | number][] = [];
  collect(root, places);
  const place = places[where % Math.max(1, places.length)];
  if (place === undefined) return;
  const [holder, key] = place;
  if (Array.isArray(holder)) holder[Number(key)] = damaged(holder[Number(key)], fault) ?? null;
  else if (fault === 'delete') delete holder[String(key)];
  else holder[String(key)] = damaged(holder[String(key)], fault);
}

function collect(value: JsonValue | undefined, places: [JsonObject | JsonValue[], string | number][]): void {
  if (Array.isArray(value)) {
    value.forEach((entry, index) => {
      places.push([value, index]);
      collect(entry, places);
    });
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      places.push([value, key]);
      collect(value[key], places);
    }
  }
}

function damaged(value: JsonValue | undefined, fault: Fault): JsonValue {
  switch (fault) {
    case 'expand':
      return typeof value === 'string' ? { id: value, object: 'expanded' } : (value ?? null);
    case 'collapse':
      return isObject(value) && typeof value['id'] === 'string' ? value['id'] : (value ?? null);
    case 'empty':
      return {};
    case 'text':
      return 'strange text';
    case 'number':
      return -9e15;
    case 'list':
      return [value ?? null, null, 7];
    case 'delete':
    case 'null':
      return null;
    default:
      return fault satisfies never;
  }
}
