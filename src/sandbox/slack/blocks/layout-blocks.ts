import { atLeastOneOf, byType, type Check, exactlyOneOf, flag, list, object, string } from './check.ts';
import { accessory, actionsElement, contextAction, image, inputElement } from './elements.ts';
import { richText } from './rich-text.ts';
import { anyText, blockId, imageUrl, plainText, slackFile } from './text-objects.ts';

const type = string();
const named = { block_id: blockId };
const httpsUrl = string({ min: 1, max: 3000, pattern: /^https:\/\/\S+$/i });

const contextElement = byType({
  image,
  plain_text: anyText(3000),
  mrkdwn: anyText(3000),
});

/** The blocks that every source agrees on. */
export const layoutBlocks: Readonly<Record<string, Check>> = {
  section: object(
    { type },
    {
      ...named,
      text: anyText(3000),
      fields: list(anyText(2000), { min: 1, max: 10 }),
      accessory,
      expand: flag,
    },
    atLeastOneOf('text', 'fields'),
  ),
  header: object({ type, text: plainText(150) }, named),
  divider: object({ type }, named),
  context: object({ type, elements: list(contextElement, { min: 1, max: 10 }) }, named),
  actions: object({ type, elements: list(actionsElement, { min: 1, max: 25 }) }, named),
  image: object(
    { type, alt_text: string({ min: 1, max: 2000 }) },
    { ...named, title: plainText(2000), image_url: imageUrl, slack_file: slackFile },
    exactlyOneOf('image_url', 'slack_file'),
  ),
  input: object(
    { type, label: plainText(2000), element: inputElement },
    { ...named, hint: plainText(2000), optional: flag, dispatch_action: flag },
  ),
  rich_text: richText,
  file: object({ type, external_id: string({ min: 1 }), source: string({ oneOf: ['remote'] }) }, named),
  video: object(
    { type, video_url: httpsUrl, thumbnail_url: imageUrl, alt_text: string({ min: 1 }), title: plainText(199) },
    {
      ...named,
      title_url: httpsUrl,
      author_name: string({ max: 49 }),
      provider_name: string(),
      provider_icon_url: imageUrl,
      description: plainText(199),
    },
  ),
  context_actions: object({ type, elements: list(contextAction, { min: 1, max: 5 }) }, named),
};
