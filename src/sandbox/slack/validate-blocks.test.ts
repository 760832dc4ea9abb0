import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../domain/json.ts';
import { type Surface, validateBlocks } from './validate-blocks.ts';

const text = (length: number) => 'x'.repeat(length);
const plain = (length = 1) => ({ type: 'plain_text', text: text(length) });
const mrkdwn = (length = 1) => ({ type: 'mrkdwn', text: text(length) });
const option = (more: JsonObject = {}) => ({ text: plain(), value: 'v', ...more });
const many = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
const actions = (...elements: JsonObject[]) => ({ type: 'actions', elements });
const button = (more: JsonObject = {}) => ({ type: 'button', text: plain(), ...more });
const select = (more: JsonObject) => actions({ type: 'static_select', ...more });
const input = (element: JsonObject) => ({ type: 'input', label: plain(), element });
const confirm = (more: JsonObject = {}) => ({
  title: plain(),
  text: plain(),
  confirm: plain(),
  deny: plain(),
  ...more,
});
const rows = (count: number, columns: number) =>
  many(count, () => many(columns, () => ({ type: 'raw_text', text: 'c' })));
const points = (count: number) => many(count, (index) => ({ label: `l${index}`, value: index }));
const chart = (more: JsonObject) => ({ type: 'data_visualization', title: 'T', chart: more });
const series = (count: number, length: number) => many(count, (i) => ({ name: `s${i}`, data: points(length) }));
const axes = { categories: ['a'] };
const image = (more: JsonObject = {}) => ({
  type: 'image',
  alt_text: 'a',
  image_url: 'https://example.com/a.png',
  ...more,
});

function told(blocks: unknown, surface: Surface = 'message'): string[] {
  return validateBlocks(blocks, surface).map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
}

describe('each limit holds at its edge', () => {
  const limits: readonly [name: string, largest: JsonObject, tooLarge: JsonObject, says: string][] = [
    [
      'section.text',
      { type: 'section', text: mrkdwn(3000) },
      { type: 'section', text: mrkdwn(3001) },
      'must be less than 3001 characters [json-pointer:/0/text/text]',
    ],
    [
      'section.fields',
      { type: 'section', fields: many(10, () => mrkdwn()) },
      { type: 'section', fields: many(11, () => mrkdwn()) },
      'no more than 10 items allowed [json-pointer:/0/fields]',
    ],
    [
      'section.fields[].text',
      { type: 'section', fields: [mrkdwn(2000)] },
      { type: 'section', fields: [mrkdwn(2001)] },
      'must be less than 2001 characters [json-pointer:/0/fields/0/text]',
    ],
    [
      'header.text',
      { type: 'header', text: plain(150) },
      { type: 'header', text: plain(151) },
      'must be less than 151 characters [json-pointer:/0/text/text]',
    ],
    [
      'context.elements',
      { type: 'context', elements: many(10, () => mrkdwn()) },
      { type: 'context', elements: many(11, () => mrkdwn()) },
      'no more than 10 items allowed [json-pointer:/0/elements]',
    ],
    [
      'actions.elements',
      actions(...many(25, () => button())),
      actions(...many(26, () => button())),
      'no more than 25 items allowed [json-pointer:/0/elements]',
    ],
    [
      'image.image_url',
      image({ image_url: `https://e.com/${text(2986)}` }),
      image({ image_url: `https://e.com/${text(2987)}` }),
      'must be less than 3001 characters [json-pointer:/0/image_url]',
    ],
    [
      'image.alt_text',
      image({ alt_text: text(2000) }),
      image({ alt_text: text(2001) }),
      'must be less than 2001 characters [json-pointer:/0/alt_text]',
    ],
    [
      'image.title',
      image({ title: plain(2000) }),
      image({ title: plain(2001) }),
      'must be less than 2001 characters [json-pointer:/0/title/text]',
    ],
    [
      'input.label',
      { ...input({ type: 'plain_text_input' }), label: plain(2000) },
      { ...input({ type: 'plain_text_input' }), label: plain(2001) },
      'must be less than 2001 characters [json-pointer:/0/label/text]',
    ],
    [
      'input.hint',
      { ...input({ type: 'plain_text_input' }), hint: plain(2000) },
      { ...input({ type: 'plain_text_input' }), hint: plain(2001) },
      'must be less than 2001 characters [json-pointer:/0/hint/text]',
    ],
    [
      'markdown.text',
      { type: 'markdown', text: text(12_000) },
      { type: 'markdown', text: text(12_001) },
      'must be less than 12001 characters [json-pointer:/0/text]',
    ],
    [
      'table.rows',
      { type: 'table', rows: rows(100, 1) },
      { type: 'table', rows: rows(101, 1) },
      'no more than 100 items allowed [json-pointer:/0/rows]',
    ],
    [
      'table.rows[]',
      { type: 'table', rows: rows(1, 20) },
      { type: 'table', rows: rows(1, 21) },
      'no more than 20 items allowed [json-pointer:/0/rows/0]',
    ],
    [
      'table.column_settings',
      { type: 'table', rows: rows(1, 1), column_settings: many(20, () => ({})) },
      { type: 'table', rows: rows(1, 1), column_settings: many(21, () => ({})) },
      'no more than 20 items allowed [json-pointer:/0/column_settings]',
    ],
    [
      'data_table.rows',
      { type: 'data_table', caption: 'c', rows: rows(101, 1) },
      { type: 'data_table', caption: 'c', rows: rows(102, 1) },
      'no more than 101 items allowed [json-pointer:/0/rows]',
    ],
    [
      'context_actions.elements',
      { type: 'context_actions', elements: many(5, () => ({ type: 'icon_button', icon: 'trash', text: plain() })) },
      { type: 'context_actions', elements: many(6, () => ({ type: 'icon_button', icon: 'trash', text: plain() })) },
      'no more than 5 items allowed [json-pointer:/0/elements]',
    ],
    ['video.title', video(199), video(200), 'must be less than 200 characters [json-pointer:/0/title/text]'],
    [
      'alert.text',
      { type: 'alert', text: plain(200) },
      { type: 'alert', text: plain(201) },
      'must be less than 201 characters [json-pointer:/0/text/text]',
    ],
    [
      'card.title',
      { type: 'card', title: mrkdwn(150) },
      { type: 'card', title: mrkdwn(151) },
      'must be less than 151 characters [json-pointer:/0/title/text]',
    ],
    [
      'card.body',
      { type: 'card', body: mrkdwn(200) },
      { type: 'card', body: mrkdwn(201) },
      'must be less than 201 characters [json-pointer:/0/body/text]',
    ],
    [
      'carousel.elements',
      { type: 'carousel', elements: many(10, () => ({ type: 'card', body: mrkdwn() })) },
      { type: 'carousel', elements: many(11, () => ({ type: 'card', body: mrkdwn() })) },
      'no more than 10 items allowed [json-pointer:/0/elements]',
    ],
    [
      'container.child_blocks',
      { type: 'container', title: plain(), child_blocks: many(10, () => ({ type: 'divider' })) },
      { type: 'container', title: plain(), child_blocks: many(11, () => ({ type: 'divider' })) },
      'no more than 10 items allowed [json-pointer:/0/child_blocks]',
    ],
    [
      'button.text',
      actions(button({ text: plain(75) })),
      actions(button({ text: plain(76) })),
      'must be less than 76 characters [json-pointer:/0/elements/0/text/text]',
    ],
    [
      'button.value',
      actions(button({ value: text(2000) })),
      actions(button({ value: text(2001) })),
      'must be less than 2001 characters [json-pointer:/0/elements/0/value]',
    ],
    [
      'button.url',
      actions(button({ url: `https://e.com/${text(2986)}` })),
      actions(button({ url: `https://e.com/${text(2987)}` })),
      'must be less than 3001 characters [json-pointer:/0/elements/0/url]',
    ],
    [
      'button.accessibility_label',
      actions(button({ accessibility_label: text(75) })),
      actions(button({ accessibility_label: text(76) })),
      'must be less than 76 characters [json-pointer:/0/elements/0/accessibility_label]',
    ],
    [
      'select.options',
      select({ options: many(100, () => option()) }),
      select({ options: many(101, () => option()) }),
      'no more than 100 items allowed [json-pointer:/0/elements/0/options]',
    ],
    [
      'option_group.label',
      select({ option_groups: [{ label: plain(75), options: [option()] }] }),
      select({ option_groups: [{ label: plain(76), options: [option()] }] }),
      'must be less than 76 characters [json-pointer:/0/elements/0/option_groups/0/label/text]',
    ],
    [
      'option.text',
      select({ options: [option({ text: plain(75) })] }),
      select({ options: [option({ text: plain(76) })] }),
      'must be less than 76 characters [json-pointer:/0/elements/0/options/0/text/text]',
    ],
    [
      'option.value',
      select({ options: [option({ value: text(150) })] }),
      select({ options: [option({ value: text(151) })] }),
      'must be less than 151 characters [json-pointer:/0/elements/0/options/0/value]',
    ],
    [
      'option.description',
      select({ options: [option({ description: plain(75) })] }),
      select({ options: [option({ description: plain(76) })] }),
      'must be less than 76 characters [json-pointer:/0/elements/0/options/0/description/text]',
    ],
    [
      'overflow.options',
      actions({ type: 'overflow', options: many(5, () => option()) }),
      actions({ type: 'overflow', options: many(6, () => option()) }),
      'no more than 5 items allowed [json-pointer:/0/elements/0/options]',
    ],
    [
      'checkboxes.options',
      actions({ type: 'checkboxes', options: many(10, () => option()) }),
      actions({ type: 'checkboxes', options: many(11, () => option()) }),
      'no more than 10 items allowed [json-pointer:/0/elements/0/options]',
    ],
    [
      'radio_buttons.options',
      actions({ type: 'radio_buttons', options: many(10, () => option()) }),
      actions({ type: 'radio_buttons', options: many(11, () => option()) }),
      'no more than 10 items allowed [json-pointer:/0/elements/0/options]',
    ],
    [
      'confirm.title',
      actions(button({ confirm: confirm({ title: plain(100) }) })),
      actions(button({ confirm: confirm({ title: plain(101) }) })),
      'must be less than 101 characters [json-pointer:/0/elements/0/confirm/title/text]',
    ],
    [
      'confirm.text',
      actions(button({ confirm: confirm({ text: mrkdwn(300) }) })),
      actions(button({ confirm: confirm({ text: mrkdwn(301) }) })),
      'must be less than 301 characters [json-pointer:/0/elements/0/confirm/text/text]',
    ],
    [
      'confirm.deny',
      actions(button({ confirm: confirm({ deny: plain(30) }) })),
      actions(button({ confirm: confirm({ deny: plain(31) }) })),
      'must be less than 31 characters [json-pointer:/0/elements/0/confirm/deny/text]',
    ],
    [
      'placeholder',
      input({ type: 'plain_text_input', placeholder: plain(150) }),
      input({ type: 'plain_text_input', placeholder: plain(151) }),
      'must be less than 151 characters [json-pointer:/0/element/placeholder/text]',
    ],
    [
      'plain_text_input.max_length',
      input({ type: 'plain_text_input', max_length: 3000 }),
      input({ type: 'plain_text_input', max_length: 3001 }),
      'must be at most 3000 [json-pointer:/0/element/max_length]',
    ],
    [
      'block_id',
      { type: 'divider', block_id: text(255) },
      { type: 'divider', block_id: text(256) },
      'must be less than 256 characters [json-pointer:/0/block_id]',
    ],
    [
      'action_id',
      actions(button({ action_id: text(255) })),
      actions(button({ action_id: text(256) })),
      'must be less than 256 characters [json-pointer:/0/elements/0/action_id]',
    ],
    [
      'data_visualization series',
      chart({ type: 'bar', series: series(6, 20), axis_config: axes }),
      chart({ type: 'bar', series: series(7, 20), axis_config: axes }),
      'no more than 6 items allowed [json-pointer:/0/chart/series]',
    ],
    [
      'data_visualization points',
      chart({ type: 'line', series: series(1, 20), axis_config: axes }),
      chart({ type: 'line', series: series(1, 21), axis_config: axes }),
      'no more than 20 items allowed [json-pointer:/0/chart/series/0/data]',
    ],
    [
      'pie segments',
      chart({ type: 'pie', segments: points(6) }),
      chart({ type: 'pie', segments: points(7) }),
      'no more than 6 items allowed [json-pointer:/0/chart/segments]',
    ],
  ];

  test.each(limits)('%s', (_name, largest, tooLarge, says) => {
    expect(told([largest])).toEqual([]);
    expect(told([tooLarge])).toEqual([says]);
  });

  test('blocks of a message: 50, of a view: 100', () => {
    const dividers = (count: number) => many(count, () => ({ type: 'divider' }));
    expect(told(dividers(50))).toEqual([]);
    expect(told(dividers(51))).toEqual(['no more than 50 items allowed [json-pointer:]']);
    expect(told(dividers(100), 'modal')).toEqual([]);
    expect(told(dividers(101), 'home')).toEqual(['no more than 100 items allowed [json-pointer:]']);
  });
});

function video(title: number): JsonObject {
  return {
    type: 'video',
    video_url: 'https://example.com/v',
    thumbnail_url: 'https://example.com/t.png',
    alt_text: 'a',
    title: plain(title),
  };
}

describe('shapes', () => {
  const wrong: readonly [name: string, block: unknown, says: string][] = [
    [
      'a section without text and fields',
      { type: 'section' },
      'must define either `text` or `fields` [json-pointer:/0]',
    ],
    ['a block without a type', {}, 'missing required field: type [json-pointer:/0]'],
    ['an unknown block', { type: 'marquee' }, 'unsupported type: marquee [json-pointer:/0/type]'],
    [
      'an unknown property',
      actions(button({ disabled: true })),
      'invalid additional property: disabled [json-pointer:/0/elements/0]',
    ],
    [
      'an unknown property of a text',
      { type: 'section', text: { ...mrkdwn(), emoji: true } },
      'invalid additional property: emoji [json-pointer:/0/text]',
    ],
    [
      'an empty text',
      { type: 'section', text: mrkdwn(0) },
      'must be more than 0 characters [json-pointer:/0/text/text]',
    ],
    ['mrkdwn in a header', { type: 'header', text: mrkdwn() }, 'unsupported type: mrkdwn [json-pointer:/0/text/type]'],
    [
      'mrkdwn on a button',
      actions(button({ text: mrkdwn() })),
      'unsupported type: mrkdwn [json-pointer:/0/elements/0/text/type]',
    ],
    [
      'a button in a context',
      { type: 'context', elements: [button()] },
      'unsupported type: button [json-pointer:/0/elements/0/type]',
    ],
    ['an empty context', { type: 'context', elements: [] }, 'no less than 1 items allowed [json-pointer:/0/elements]'],
    [
      'the style "default"',
      actions(button({ style: 'default' })),
      'must be one of: primary, danger [json-pointer:/0/elements/0/style]',
    ],
    [
      'a confirm without deny',
      actions(button({ confirm: { title: plain(), text: plain(), confirm: plain() } })),
      'missing required field: deny [json-pointer:/0/elements/0/confirm]',
    ],
    [
      'an image without alt_text',
      { type: 'image', image_url: 'https://example.com/a.png' },
      'missing required field: alt_text [json-pointer:/0]',
    ],
    [
      'an image from two places',
      image({ slack_file: { id: 'F1' } }),
      'must define exactly one of `image_url` or `slack_file` [json-pointer:/0]',
    ],
    [
      'options and option_groups',
      select({ options: [option()], option_groups: [{ label: plain(), options: [option()] }] }),
      'must define exactly one of `options` or `option_groups` [json-pointer:/0/elements/0]',
    ],
    [
      'a url on a select option',
      select({ options: [option({ url: 'https://example.com' })] }),
      'invalid additional property: url [json-pointer:/0/elements/0/options/0]',
    ],
    [
      'an input element in actions',
      actions({ type: 'plain_text_input' }),
      'unsupported type: plain_text_input [json-pointer:/0/elements/0/type]',
    ],
    [
      'a data_table without caption',
      { type: 'data_table', rows: rows(2, 1) },
      'missing required field: caption [json-pointer:/0]',
    ],
    [
      'rich text of unknown kind',
      { type: 'rich_text', elements: [{ type: 'rich_text_poem', elements: [] }] },
      'unsupported type: rich_text_poem [json-pointer:/0/elements/0/type]',
    ],
    [
      'an element that is a word',
      { type: 'actions', elements: ['button'] },
      'must provide an object [json-pointer:/0/elements/0]',
    ],
  ];

  test.each(wrong)('%s', (_name, block, says) => {
    expect(told([block])).toEqual([says]);
  });

  test('what is not a list of blocks', () => {
    expect(told({ blocks: [] })).toEqual(['must provide an array [json-pointer:]']);
    expect(told('[]')).toEqual(['must provide an array [json-pointer:]']);
  });

  test('blocks of messages only are refused in views', () => {
    expect(told([{ type: 'table', rows: rows(1, 1) }], 'modal')).toEqual([
      'unsupported type: table [json-pointer:/0/type]',
    ]);
    expect(told([{ type: 'markdown', text: 'x' }], 'home')).toEqual([
      'unsupported type: markdown [json-pointer:/0/type]',
    ]);
  });
});

describe('over all blocks', () => {
  test('block_id is unique, also the empty one', () => {
    const twice = (id: string) => [
      { type: 'divider', block_id: id },
      { type: 'divider', block_id: id },
    ];
    expect(told(twice('a'))).toEqual(['block_id already exists: a [json-pointer:/1/block_id]']);
    expect(told(twice(''))).toEqual(['block_id already exists:  [json-pointer:/1/block_id]']);
  });

  test('block_id is unique across the children of a container', () => {
    const container = { type: 'container', title: plain(), child_blocks: [{ type: 'divider', block_id: 'a' }] };
    expect(told([{ type: 'divider', block_id: 'a' }, container])).toEqual([
      'block_id already exists: a [json-pointer:/1/child_blocks/0/block_id]',
    ]);
  });

  test('action_id is unique within its block only', () => {
    const same = actions(button({ action_id: 'a' }), button({ action_id: 'a' }));
    expect(told([same])).toEqual(['action_id already exists: a [json-pointer:/0/elements/1/action_id]']);
    expect(told([actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))])).toEqual([]);
  });

  test('one table, two charts, 12,000 characters of markdown', () => {
    const table = { type: 'table', rows: rows(1, 1) };
    const pie = chart({ type: 'pie', segments: points(1) });
    const markdown = { type: 'markdown', text: text(6001) };
    expect(told([table, table])).toEqual(['no more than 1 table blocks allowed [json-pointer:]']);
    expect(told([pie, pie])).toEqual([]);
    expect(told([pie, pie, pie])).toEqual(['no more than 2 data_visualization blocks allowed [json-pointer:]']);
    expect(told([markdown, markdown])).toEqual(['must be less than 12001 characters [json-pointer:]']);
  });
});

describe('properties', () => {
  test('any JSON yields a verdict, and says the same twice', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.constantFrom<Surface>('message', 'modal', 'home'),
        (value, surface) => {
          expect(validateBlocks(value, surface)).toEqual(validateBlocks(value, surface));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a valid message with one foreign property anywhere is refused at that place', () => {
    const block = () => ({ type: 'section', text: mrkdwn(), accessory: button({ action_id: 'a', value: 'v' }) });
    const places: readonly [string, (target: JsonObject) => JsonObject][] = [
      ['/0', (target) => target],
      ['/0/text', (target) => target['text'] as JsonObject],
      ['/0/accessory', (target) => target['accessory'] as JsonObject],
      ['/0/accessory/text', (target) => (target['accessory'] as JsonObject)['text'] as JsonObject],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc
          .string({ minLength: 1 })
          .filter(
            (name) =>
              !/^(type|text|fields|accessory|expand|block_id|verbatim|emoji|action_id|confirm|accessibility_label|value|url|style|__proto__)$/.test(
                name,
              ),
          ),
        ([pointer, at], name) => {
          const target: JsonObject = block();
          at(target)[name] = 1;
          expect(told([target])).toEqual([`invalid additional property: ${name} [json-pointer:${pointer}]`]);
        },
      ),
    );
  });
});
