import { Context, type Liquid, type Template } from 'liquidjs';
import type { CardConfig, Config, RouteConfig } from '../config/config.ts';
import type { CardContent, Fact } from '../domain/card.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import { nothing, type Phrase, say } from '../domain/phrase.ts';
import { type SubjectState, subjectKinds } from '../domain/subject.ts';
import { cardScope, type Known } from './field-scope.ts';
import { createEngine, faultOf, textOf } from './template-engine.ts';
import { isOpen, keyOf, phraseOfOutput } from './template-value.ts';

/** A template that failed on one card. The card went out without that field. Holds no value of the event. */
export interface FieldProblem {
  readonly kind: string;
  /** `headline`, or the label of the field or button. */
  readonly field: string;
  readonly message: string;
}

/** The `cards:` of a configuration, ready to be applied. */
export interface CompiledFields {
  /** Hosts that the configuration's own text names as `https://host/…`: where its links may lead (`ChannelView.linkHosts`). */
  readonly linkHosts: readonly string[];
  /**
   * The content with the configuration's headline, facts and buttons, and with the fields of `route` (its full name:
   * `sales / europe`) where the card is shown by one. Never throws: a template that fails is left out.
   */
  apply(
    content: CardContent,
    subject: { readonly state: SubjectState },
    context: Known,
    route?: string | null,
  ): CardContent;
}

/** One part of a template, with the paths that it reads. */
export interface Part {
  readonly template: Template;
  readonly paths: readonly string[];
}

type CompiledField = { readonly label: string; readonly parts: readonly Part[] };

interface CompiledCard {
  readonly lookups: CardConfig['lookups'];
  readonly headline: readonly Part[] | null;
  readonly fields: readonly CompiledField[];
  readonly buttons: readonly { readonly label: string; readonly parts: readonly Part[] }[];
}

/** Parses every template. Throws TillbellError `card_template` on a bad one, which loading a configuration has refused before. */
export function compileCardFields(
  cards: Config['cards'],
  report: (problem: FieldProblem) => void = () => undefined,
  routes: readonly RouteConfig[] = [],
): CompiledFields {
  const engine = createEngine();
  const compiled = new Map(
    subjectKinds.flatMap((kind) => {
      const card = cards[kind];
      return card === undefined ? [] : [[kind, compileCard(engine, kind, card)] as const];
    }),
  );
  const byRoute = routeFields(engine, routes, '', []);
  const sources = [
    ...Object.values(cards).flatMap((card) => [
      ...card.fields.map((field) => field.value),
      ...card.buttons.map((button) => button.url),
    ]),
    ...routeSources(routes),
  ];
  return {
    linkHosts: [...new Set(sources.flatMap(hostsOf))],
    apply(content, subject, context, route = null) {
      const card = compiled.get(content.kind);
      const more = route === null ? undefined : byRoute.get(route);
      if (card === undefined && more === undefined) return content;
      const scope = cardScope(content, subject.state, context, card?.lookups ?? {});
      const run = new Run(engine, scope, (field, message) => report({ kind: content.kind, field, message }));
      const shown = card === undefined ? content : applied(card, content, run);
      return more === undefined ? shown : { ...shown, facts: [...shown.facts, ...factsOf(more, run)] };
    },
  };
}

/** By the route's full name; a route without fields of its own has its parent's. */
function routeFields(
  engine: Liquid,
  routes: readonly RouteConfig[],
  parent: string,
  inherited: readonly CompiledField[],
): Map<string, readonly CompiledField[]> {
  const found = new Map<string, readonly CompiledField[]>();
  for (const route of routes) {
    const name = parent === '' ? route.name : `${parent} / ${route.name}`;
    const own = route.fields ?? null;
    const fields =
      own === null
        ? inherited
        : own.map(({ label, value }) => ({ label, parts: partsOf(engine, value, `route ${name}, ${label}`) }));
    if (fields.length > 0) found.set(name, fields);
    for (const [inner, its] of routeFields(engine, route.routes, name, fields)) found.set(inner, its);
  }
  return found;
}

function routeSources(routes: readonly RouteConfig[]): string[] {
  return routes.flatMap((route) => [...(route.fields ?? []).map(({ value }) => value), ...routeSources(route.routes)]);
}

function factsOf(fields: readonly CompiledField[], run: Run): Fact[] {
  return fields.flatMap((field) => {
    const value = run.phrase(field.label, field.parts);
    return value === null || value.length === 0 ? [] : [{ label: field.label, value }];
  });
}

function applied(card: CompiledCard, content: CardContent, run: Run): CardContent {
  const headline = card.headline === null ? null : run.phrase('headline', card.headline);
  const links = card.buttons.flatMap((button) => {
    const url = run.url(button.label, button.parts);
    const paths = [...new Set(button.parts.flatMap((part) => part.paths))];
    if (url === null) return [];
    return [isOpen(paths) ? { label: button.label, url } : { label: button.label, url, key: keyOf(paths) }];
  });
  return {
    ...content,
    headline: headline === null || headline.length === 0 ? content.headline : headline,
    facts: [...content.facts, ...factsOf(card.fields, run)],
    links: [...content.links, ...links],
  };
}

/** One card's templates over one scope. */
export class Run {
  readonly #engine: Liquid;
  readonly #scope: Record<string, unknown>;
  readonly #fail: (field: string, message: string) => void;

  constructor(engine: Liquid, scope: Record<string, unknown>, fail: (field: string, message: string) => void) {
    this.#engine = engine;
    this.#scope = scope;
    this.#fail = fail;
  }

  /** The template's output part by part, each under the paths that it was made from; null where it failed. */
  phrase(field: string, parts: readonly Part[]): Phrase | null {
    const outputs = this.#outputs(field, parts);
    if (outputs === null) return null;
    const phrases = outputs.map(({ output, paths }) => ({ paths, phrase: phraseOfOutput(output, paths), output }));
    // Only the configuration's own words are left: the value that they introduce is missing.
    const read = phrases.filter(({ paths }) => paths.length > 0);
    if (read.length > 0 && read.every(({ phrase }) => phrase.length === 0)) return [];
    return phrases.flatMap(({ output, phrase }) => spaced(output, phrase));
  }

  /** The URL with every inserted value percent-encoded; null where a value is missing or the template failed. */
  url(field: string, parts: readonly Part[]): string | null {
    const outputs = this.#outputs(field, parts);
    if (outputs === null || outputs.some(({ output, paths }) => paths.length > 0 && textOf(output) === '')) return null;
    return outputs
      .map(({ output, paths }) =>
        paths.length === 0 ? textOf(output) : encodeURIComponent(textOf(output).toWellFormed()),
      )
      .join('');
  }

  #outputs(field: string, parts: readonly Part[]): { output: unknown; paths: readonly string[] }[] | null {
    try {
      const context = new Context(this.#scope, this.#engine.options, { sync: true }, { liquid: this.#engine });
      return parts.map((part) => ({
        output: this.#engine.renderSync([part.template], context) as unknown,
        paths: part.paths,
      }));
    } catch (error) {
      // Liquid quotes the template, never the value.
      this.#fail(field, faultOf(error).message);
      return null;
    }
  }
}

function compileCard(engine: Liquid, kind: string, card: CardConfig): CompiledCard {
  const parse = (source: string, field: string) => partsOf(engine, source, `cards.${kind}, ${field}`);
  return {
    lookups: card.lookups,
    headline: card.headline === null ? null : parse(card.headline, 'headline'),
    fields: card.fields.map(({ label, value }) => ({ label, parts: parse(value, label) })),
    buttons: card.buttons.map(({ label, url }) => ({ label, parts: parse(hosted(url, kind, label), label) })),
  };
}

/** Who inserts a value into a URL must have written its host before, or the value could choose where the button leads. */
function hosted(url: string, kind: string, label: string): string {
  if (/^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:[/?]|$)/.test(url)) return url;
  const hint = 'begin the URL with https://host/ written out, and put values after it';
  throw new TillbellError('card_button_host', `cards.${kind}, button "${label}": the URL must name its host`, { hint });
}

/** Throws TillbellError `card_template` where the source does not parse. */
export function partsOf(engine: Liquid, source: string, where: string): Part[] {
  try {
    const templates = engine.parse(source);
    const whole = engine.globalFullVariablesSync(templates);
    // Once a template assigns a variable, any part of it may hold anything that the template reads.
    const assigns = Object.keys(engine.analyzeSync(templates).locals).length > 0;
    const pathsOf = (template: Template) => (assigns ? whole : engine.globalFullVariablesSync([template]));
    return templates.map((template) => ({ template, paths: pathsOf(template) }));
  } catch (error) {
    const hint = 'see docs/cards.md for what templates can read';
    throw new TillbellError('card_template', `${where}: ${faultOf(error).message}`, { hint, cause: messageOf(error) });
  }
}

/** A host counts only where the configuration writes it out up to the path: a value can then not lengthen it. */
function hostsOf(source: string): string[] {
  return [...source.matchAll(/https?:\/\/([A-Za-z0-9.-]+(?::\d+)?)(?=\/|\?|["'\s]|$)/g)].flatMap((match) => {
    const host = URL.parse(match[0])?.host;
    return host === undefined ? [] : [host];
  });
}

/** Cleaning a part takes the spaces at its ends; between two parts they are wanted. */
function spaced(output: unknown, phrase: Phrase): Phrase {
  const text = textOf(output);
  if (text.trim() === '') return text === '' ? phrase : say` `;
  return [...(/^\s/.test(text) ? say` ` : nothing), ...phrase, ...(/\s$/.test(text) ? say` ` : nothing)];
}
