import type { JsonObject } from '../domain/json.ts';
import type { HomeSection, ModalContent, ModalInput } from '../domain/modal.ts';
import type { Phrase } from '../domain/phrase.ts';
import { section } from './blocks.ts';
import { breakAutoLinks } from './escape.ts';
import { limits } from './limits.ts';
import { phraseMrkdwn } from './phrase-text.ts';
import { redactPhrase } from './redact.ts';
import type { ChannelView } from './view.ts';

/** A view has at most 100 blocks (docs.slack.dev/reference/views). */
const mostBlocks = 100;

/** A modal as its channel may read it. */
export function renderModal(content: ModalContent, view: ChannelView): JsonObject {
  const lines = content.lines.map((line) => phraseMrkdwn(redactPhrase(line, view), view)).filter((line) => line !== '');
  return {
    type: 'modal',
    callback_id: content.step,
    private_metadata: content.actionId,
    title: plain(content.title),
    close: plain(content.submit === null ? 'Close' : 'Cancel'),
    ...(content.submit === null ? {} : { submit: plain(content.submit) }),
    blocks: [...(lines.length === 0 ? [section('…')] : lines.map(section)), ...content.inputs.map(input)],
  };
}

/** The Home tab of one person. */
export function renderHome(sections: readonly HomeSection[], view: ChannelView): JsonObject {
  const blocks = sections.flatMap(({ title, lines, empty }) => [
    { type: 'header', text: plain(title) },
    ...(lines.length === 0 ? [section(empty)] : lines.map((line) => section(mrkdwnOf(line, view)))),
  ]);
  const shown = blocks.length === 0 ? [section('There is nothing here for you.')] : blocks;
  return { type: 'home', blocks: shown.slice(0, mostBlocks) };
}

/** A sentence for one person, as the `text` of a message: links stay, nothing else becomes one. */
export function renderWhisper(phrase: Phrase, view: ChannelView): string {
  return breakAutoLinks(mrkdwnOf(phrase, view)).slice(0, limits.text);
}

function mrkdwnOf(phrase: Phrase, view: ChannelView): string {
  return phraseMrkdwn(redactPhrase(phrase, view), view);
}

function input(asked: ModalInput): JsonObject {
  const element = elementOf(asked);
  return {
    type: 'input',
    block_id: asked.id,
    label: plain(asked.label),
    element,
    ...('optional' in asked && asked.optional === true ? { optional: true } : {}),
  };
}

function elementOf(asked: ModalInput): JsonObject {
  const own = { action_id: asked.id };
  switch (asked.type) {
    case 'amount':
      return { type: 'plain_text_input', ...own, initial_value: asked.initial, max_length: 30 };
    case 'text':
      return { type: 'plain_text_input', ...own, multiline: true, max_length: asked.longest, ...initialValue(asked) };
    case 'person':
      return { type: 'users_select', ...own, ...(asked.initial === undefined ? {} : { initial_user: asked.initial }) };
    case 'day':
      return { type: 'datepicker', ...own, ...(asked.initial === null ? {} : { initial_date: asked.initial }) };
    case 'number':
      return { type: 'number_input', ...own, is_decimal_allowed: asked.decimals, ...initialValue(asked) };
    case 'choice': {
      const options = asked.options.map(({ value, label }) => ({ text: plain(label), value }));
      const initial = options.find((option) => option.value === asked.initial);
      return {
        type: 'static_select',
        ...own,
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      };
    }
  }
}

function initialValue({ initial }: { readonly initial?: string | null }): JsonObject {
  return initial === undefined || initial === null ? {} : { initial_value: initial };
}

function plain(text: string): JsonObject {
  return { type: 'plain_text', text, emoji: false };
}
