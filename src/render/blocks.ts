import type { JsonObject } from '../domain/json.ts';
import type { Block } from '../domain/message.ts';
import { cutMrkdwn, cutText } from './cut.ts';
import { plainText } from './escape.ts';
import { limits } from './limits.ts';

/** `verbatim`: Slack must not make links or mentions of what merely looks like one. */
export function mrkdwn(text: string, limit: number): JsonObject {
  return { type: 'mrkdwn', text: cutMrkdwn(text, limit), verbatim: true };
}

export function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text, limits.sectionText) };
}

/** Sections of two columns, ten fields each. */
export function fieldSections(fields: readonly string[]): Block[] {
  const sections: Block[] = [];
  for (let start = 0; start < fields.length; start += limits.sectionFields) {
    const part = fields.slice(start, start + limits.sectionFields);
    sections.push({ type: 'section', fields: part.map((field) => mrkdwn(field, limits.fieldText)) });
  }
  return sections;
}

export function context(text: string): Block {
  return { type: 'context', elements: [mrkdwn(text, limits.contextText)] };
}

export interface LinkButton {
  readonly label: string;
  /** From `safeUrl`. */
  readonly url: string;
}

/** Buttons that open a page. The action ids tell the interactivity door that a click only needs its acknowledgement. */
export function linkButtons(links: readonly LinkButton[]): Block {
  const elements = links.slice(0, limits.actionsElements).map((link, index) => ({
    type: 'button',
    action_id: `open_link_${index}`,
    text: { type: 'plain_text', text: cutText(plainText(link.label) || 'Open', limits.buttonText), emoji: false },
    url: link.url,
  }));
  return { type: 'actions', elements };
}
