import { byType, type Check, flag, list, number, object, type Shape, string } from './check.ts';
import { blockId } from './text-objects.ts';

const type = string();
const styled: Shape = {
  style: object(
    {},
    {
      bold: flag,
      italic: flag,
      strike: flag,
      code: flag,
      underline: flag,
      highlight: flag,
      client_highlight: flag,
      unlink: flag,
    },
  ),
};
const id = string({ min: 1 });

const inline: Readonly<Record<string, Check>> = {
  text: object({ type, text: string({ min: 1 }) }, styled),
  link: object({ type, url: string({ min: 1, max: 3000 }) }, { ...styled, text: string(), unsafe: flag }),
  emoji: object({ type, name: id }, { ...styled, unicode: string(), url: string() }),
  user: object({ type, user_id: id }, styled),
  channel: object({ type, channel_id: id }, styled),
  usergroup: object({ type, usergroup_id: id }, styled),
  team: object({ type, team_id: id }, styled),
  broadcast: object({ type, range: string({ oneOf: ['here', 'channel', 'everyone'] }) }, styled),
  color: object({ type, value: id }, styled),
  date: object(
    { type, timestamp: number({ whole: true }), format: id },
    { ...styled, url: string(), fallback: string() },
  ),
};

const border: Shape = { border: number({ min: 0, max: 1, whole: true }) };
const section = object({ type, elements: list(byType(inline)) });

export const richText = object(
  {
    type,
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_list: object(
          {
            type,
            elements: list(byType({ rich_text_section: section })),
            style: string({ oneOf: ['bullet', 'ordered'] }),
          },
          { ...border, indent: number({ min: 0, max: 8, whole: true }), offset: number({ min: 0, whole: true }) },
        ),
        rich_text_quote: object({ type, elements: list(byType(inline)) }, border),
        rich_text_preformatted: object(
          { type, elements: list(byType({ text: inline['text'] ?? section, link: inline['link'] ?? section })) },
          { ...border, language: string() },
        ),
      }),
    ),
  },
  { block_id: blockId },
);
