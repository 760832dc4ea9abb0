import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventOf, partsOf, plainContext, tellAll, textOf } from '../../src/interpret/families/told.test-support.ts';
import { identify } from '../../src/interpret/interpret.ts';
import { readEvent } from '../../src/interpret/read-event.ts';

const folder = join(import.meta.dirname, '../../../shared/corpus');
const sales =
  /^(v1\.)?(payment_intent|charge\.(?!dispute)|refund|invoice|invoice_payment|invoiceitem|checkout|credit_note)/;

function eventTypes(): string[] {
  const lists = JSON.parse(readFileSync(join(folder, 'stripe-event-types.json'), 'utf8')) as {
    snapshot: string[];
    notification: string[];
  };
  return [...lists.snapshot, ...lists.notification].filter((type) => !sales.test(type));
}

describe.runIf(existsSync(folder))('every event of the corpus that is no sale', () => {
  const files = existsSync(folder)
    ? readdirSync(join(folder, 'stripe-events')).filter((name) => name.endsWith('.json') && name !== 'index.json')
    : [];

  it.each(files.filter((name) => !sales.test(name)))('%s is a right card or has its reason', (name) => {
    const event = readEvent(readFileSync(join(folder, 'stripe-events', name)));
    const told = tellAll([event], { ...plainContext, connectAccount: event.connectAccount });
    expect(textOf(told.card.headline)).not.toBe('');
    expect(
      partsOf(told)
        .map((part) => JSON.stringify(part))
        .join(''),
    ).not.toMatch(/undefined|null|NaN|\[object/);
    if (told.meaning.alert === null) expect(told.meaning.reason.text).not.toBe('');
    else expect(told.said).not.toBe('');
  });

  it('F18 F20 tells every type, snapshot or thin, without its object', () => {
    for (const type of eventTypes()) {
      const related = { id: 'obj_1', type: 'thing', url: null };
      const told = tellAll([eventOf(type, null, { kind: 'thin', related })]);
      expect(identify(eventOf(type, null)).about, type).not.toBeNull();
      if (told.alert === null) expect(told.meaning, type).toHaveProperty('reason.code');
      else expect(told.said, type).toMatch(/^[\w"'“(]/);
    }
  });
});
