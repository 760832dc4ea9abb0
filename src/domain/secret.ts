import { inspect } from 'node:util';

/**
 * A value that must never be printed. Every way by which JavaScript turns a value into text yields `[secret]`;
 * only `reveal()` gives the text, so that a search for `reveal(` lists every place that sees it.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
