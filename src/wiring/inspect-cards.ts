import { inspectPath } from '../config/card-paths.ts';
import type { CardConfig, Config, Finding, RouteConfig } from '../config/config.ts';
import { type SubjectKind, subjectKinds } from '../domain/subject.ts';
import { compileCardFields } from '../render/fields.ts';
import { checkTemplate } from '../render/template-engine.ts';
import { inspectRoutes } from '../route/inspect.ts';

/** Whatever is wrong with a configuration although each value in it is well formed: its routes and its cards. */
export function inspectConfig(config: Config): readonly Finding[] {
  return [
    ...inspectRoutes(config),
    ...inspectSync(config.sync),
    ...inspectCards(config.cards),
    ...inspectRouteFields(config.routes, config.cards),
  ];
}

/** Templates that do not parse, and paths that Stripe's objects do not have: misspelt (a fault) or moved (a warning). */
export function inspectCards(cards: Config['cards']): readonly Finding[] {
  return subjectKinds.flatMap((kind) => {
    const card = cards[kind];
    return card === undefined ? [] : [...lookupFindings(kind, card), ...templateFindings(kind, card)];
  });
}

/** A route shows cards of any kind: `object` may be anything there, the rest is checked as in `cards:`. */
function inspectRouteFields(routes: readonly RouteConfig[], cards: Config['cards']): Finding[] {
  const lookups = Object.values(cards).flatMap((card) => Object.keys(card.lookups));
  return routes.flatMap((route) => [
    ...(route.fields ?? []).flatMap(({ value }, index) =>
      inspectTemplate(`${route.path}.fields[${index}].value`, value, 'other', lookups),
    ),
    ...inspectRouteFields(route.routes, cards),
  ]);
}

/** How a synced field is shown: templates that do not parse, or read what is not there. */
function inspectSync(sync: Config['sync']): Finding[] {
  return Object.entries(sync).flatMap(([kind, fields]) =>
    Object.entries(fields).flatMap(([name, { show }]) => {
      if (show === null) return [];
      const path = `sync.${kind}.${name}.show`;
      const checked = checkTemplate(show);
      const fault = (message: string, suggestion: string, offset: number): Finding[] => [
        { level: 'fault', code: 'bad_template', path, offset, message, suggestion },
      ];
      if (!checked.ok) return fault(checked.message, 'docs/cards.md shows what templates can do', checked.column - 1);
      const foreign = checked.paths.find((read) => !/^(?:value|object)(?:[.[]|$)/.test(read));
      return foreign === undefined
        ? []
        : fault(
            `"${foreign}" is not known here`,
            'read value, or object for the whole object',
            Math.max(0, show.indexOf(foreign)),
          );
    }),
  );
}

function templateFindings(kind: SubjectKind, card: CardConfig): Finding[] {
  const at = `cards.${kind}`;
  const lookups = Object.keys(card.lookups);
  return [
    ...(card.headline === null ? [] : inspectTemplate(`${at}.headline`, card.headline, kind, lookups)),
    ...card.fields.flatMap(({ value }, index) => inspectTemplate(`${at}.fields[${index}].value`, value, kind, lookups)),
    ...card.buttons.flatMap(({ label, url }, index) => {
      const path = `${at}.buttons[${index}].url`;
      const found = inspectTemplate(path, url, kind, lookups);
      return found.some(({ level }) => level === 'fault')
        ? found
        : [...found, ...hostless(path, kind, card, label, url)];
    }),
  ];
}

function inspectTemplate(path: string, source: string, kind: SubjectKind, lookups: readonly string[]): Finding[] {
  const checked = checkTemplate(source);
  if (!checked.ok) {
    const suggestion = 'docs/cards.md shows what templates can do';
    return [
      { level: 'fault', code: 'bad_template', path, offset: checked.column - 1, message: checked.message, suggestion },
    ];
  }
  return [...new Set(checked.paths)].flatMap((read) => {
    const found = inspectPath(read, kind, lookups);
    const offset = source.indexOf(read);
    return found === null ? [] : [{ ...found, path, offset: offset < 0 ? null : offset }];
  });
}

/** The compiler of templates knows which addresses a value could lead astray. */
function hostless(path: string, kind: SubjectKind, card: CardConfig, label: string, url: string): Finding[] {
  try {
    compileCardFields({ [kind]: { ...card, headline: null, fields: [], buttons: [{ label, url }] } });
    return [];
  } catch {
    const message = 'the address must name its host, so that no value can choose where the button leads';
    const suggestion = 'begin it with https://host/ written out, and put values after it';
    return [{ level: 'fault', code: 'bad_url', path, offset: null, message, suggestion }];
  }
}

const reserved = ['object', 'amount', 'metadata'];

function lookupFindings(kind: SubjectKind, card: CardConfig): Finding[] {
  return Object.entries(card.lookups).flatMap(([name, source]) => {
    const path = `cards.${kind}.lookups.${name}`;
    const fault = (code: string, message: string, suggestion: string): Finding[] => [
      { level: 'fault', code, path, offset: null, message, suggestion },
    ];
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name) || reserved.includes(name)) {
      return fault('bad_name', `"${name}" cannot be the name of a lookup`, 'use small letters, such as order_customer');
    }
    if (!/^[a-z_]+(?:\.[A-Za-z0-9_-]+|\[\d+\])+$/.test(source)) {
      return fault('bad_value', 'must be the path of an id', 'such as metadata.order_customer or charge.transfer');
    }
    const found = inspectPath(source, kind, []);
    return found === null ? [] : [{ ...found, path, offset: 0 }];
  });
}
