import { idAt, isObject, type JsonObject, type JsonValue, listAt, textAt } from '../domain/json.ts';
import type { ModalContent } from '../domain/modal.ts';
import { say } from '../domain/phrase.ts';
import type { Subject } from '../domain/subject.ts';
import type { InteractDeps } from './deps.ts';
import { titles } from './phrases.ts';
import { routeOf } from './why.ts';

/** One thing that a card lets somebody mute. `words` is what `/tillbell mute` would take; null: the card itself. */
export interface MuteChoice {
  readonly value: string;
  readonly label: string;
  readonly words: string | null;
}

const mostProducts = 5;
const spans = [
  { value: '1h', label: '1 hour' },
  { value: '24h', label: '24 hours' },
  { value: '7d', label: '7 days' },
] as const;

/** This card, its customer, its products, the route that brought it here: from the store, never from what comes back. */
export async function muteChoices(
  subject: Subject,
  channel: string,
  deps: Pick<InteractDeps, 'store' | 'objectsOf'>,
): Promise<MuteChoice[]> {
  const objects = deps.objectsOf(subject).map(({ object }) => object);
  const customer = objects.map((object) => customerOf(object)).find((id) => id !== null) ?? null;
  const products = [...new Set(objects.flatMap((object) => productsIn(object)))].slice(0, mostProducts);
  const route = await routeOf(subject, channel, deps);
  return [
    { value: 'subject', label: 'This card', words: null },
    ...(customer === null ? [] : [{ value: customer, label: 'This customer, everywhere', words: customer }]),
    ...products.map((id) => ({ value: id, label: `Product ${id}, everywhere`.slice(0, 75), words: id })),
    ...(route === null ? [] : [{ value: 'route', label: `Route “${route}”`.slice(0, 75), words: `route "${route}"` }]),
  ];
}

export function muteModal(choices: readonly MuteChoice[], actionId: string): ModalContent {
  return {
    title: titles.mute,
    lines: [say`What is critical comes through. At the end one message tells what was held.`],
    inputs: [
      { type: 'choice', id: 'what', label: 'What', options: choices, initial: choices[0]?.value ?? null },
      { type: 'choice', id: 'span', label: 'For how long', options: spans, initial: '24h' },
      { type: 'text', id: 'text', label: 'Why', longest: 500, optional: true },
    ],
    submit: 'Mute',
    step: 'note',
    actionId,
  };
}

/** The words for the silencer; null where what came back is none of the choices. */
export function muteWords(
  choices: readonly MuteChoice[],
  values: Readonly<Record<string, string>>,
): { readonly choice: MuteChoice; readonly words: string } | null {
  const choice = choices.find(({ value }) => value === values['what']);
  const span = spans.find(({ value }) => value === values['span'])?.value;
  if (choice === undefined || span === undefined) return null;
  const reason = (values['text'] ?? '').trim();
  const because = reason === '' ? '' : ` because ${reason}`;
  return { choice, words: `${choice.words === null ? '' : `${choice.words} `}for ${span}${because}` };
}

function customerOf(object: JsonObject): string | null {
  const id = textAt(object, 'object') === 'customer' ? textAt(object, 'id') : idAt(object, 'customer');
  return id !== null && /^cus_\w+$/.test(id) ? id : null;
}

/** `prod_…` wherever a price or plan names one. */
function productsIn(value: JsonValue | undefined, depth = 0): string[] {
  if (depth > 8) return [];
  if (Array.isArray(value)) return value.flatMap((one) => productsIn(one, depth + 1));
  if (!isObject(value)) return [];
  const own = idAt(value, 'product');
  const inside = Object.values(value).flatMap((one) => productsIn(one, depth + 1));
  return [
    ...(own !== null && /^prod_\w+$/.test(own) ? [own] : []),
    ...inside,
    ...listAt(value, 'products').flatMap((one) => (typeof one === 'string' && /^prod_\w+$/.test(one) ? [one] : [])),
  ];
}
