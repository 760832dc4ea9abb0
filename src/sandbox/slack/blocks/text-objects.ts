import { byType, type Check, flag, list, object, string } from './check.ts';

const anyType = string();

/** A plain_text object; `max` in characters. */
export function plainText(max: number): Check {
  return byType({ plain_text: object({ type: anyType, text: string({ min: 1, max }) }, { emoji: flag }) });
}

export function mrkdwn(max: number): Check {
  return byType({ mrkdwn: object({ type: anyType, text: string({ min: 1, max }) }, { verbatim: flag }) });
}

export function anyText(max: number): Check {
  return byType({
    plain_text: object({ type: anyType, text: string({ min: 1, max }) }, { emoji: flag }),
    mrkdwn: object({ type: anyType, text: string({ min: 1, max }) }, { verbatim: flag }),
  });
}

export const style = string({ oneOf: ['primary', 'danger'] });
export const url = string({ min: 1, max: 3000, pattern: /^[a-z][a-z0-9+.-]*:/i });
export const imageUrl = string({ min: 1, max: 3000, pattern: /^https?:\/\/\S+$/i });
export const actionId = string({ min: 1, max: 255 });
export const blockId = string({ max: 255 });

export const confirm = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style },
);

/** An option of a menu: its text is plain. */
export const option = object(
  { text: plainText(75), value: string({ min: 1, max: 150 }) },
  { description: plainText(75) },
);

/** An option of checkboxes and radio buttons: may be formatted. */
export const richOption = object(
  { text: anyText(75), value: string({ min: 1, max: 150 }) },
  { description: anyText(75) },
);

export const overflowOption = object(
  { text: plainText(75), value: string({ min: 1, max: 150 }) },
  { description: plainText(75), url },
);

export const optionGroup = object({ label: plainText(75), options: list(option, { min: 1, max: 100 }) });

export const slackFile = object({}, { id: string({ min: 1 }), url: imageUrl }, (value, pointer, report) => {
  if ((value['id'] === undefined) === (value['url'] === undefined)) {
    report({
      code: 'exactly_one_of',
      message: 'must define exactly one of `id` or `url`',
      field: null,
      pointer,
    });
  }
});
