import { atLeastOneOf, byType, type Check, fault, flag, list, number, object, string } from './check.ts';
import { button, image } from './elements.ts';
import { layoutBlocks } from './layout-blocks.ts';
import { richText } from './rich-text.ts';
import { anyText, blockId, mrkdwn, plainText, url } from './text-objects.ts';

const type = string();
const named = { block_id: blockId };

const cell = byType({
  raw_text: object({ type, text: string({ min: 1 }) }),
  raw_number: object({ type, value: number(), text: string({ min: 1 }) }),
  rich_text: richText,
});

const column = object({}, { align: string({ oneOf: ['left', 'center', 'right'] }), is_wrapped: flag });

const table = object(
  { type, rows: list(list(cell, { min: 1, max: 20 }), { min: 1, max: 100 }) },
  { ...named, column_settings: list(column, { max: 20 }) },
);

const dataTable = object(
  { type, caption: string({ min: 1 }), rows: list(list(cell, { min: 1, max: 20 }), { min: 2, max: 101 }) },
  {
    ...named,
    page_size: number({ min: 1, max: 100, whole: true }),
    row_header_column_index: number({ min: 0, max: 19, whole: true }),
  },
);

// Sources disagree on the number of buttons (2 or 3): the lower counts.
const card = object(
  { type },
  {
    ...named,
    hero_image: image,
    icon: image,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    actions: list(byType({ button }), { max: 2 }),
  },
  atLeastOneOf('hero_image', 'title', 'actions', 'body'),
);

const childKinds = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
] as const;

const children: Record<string, Check> = { table };
for (const kind of childKinds) {
  const check = layoutBlocks[kind];
  if (check !== undefined) children[kind] = check;
}

const container = object(
  { type, child_blocks: list(byType(children), { min: 1, max: 10 }) },
  {
    ...named,
    title: plainText(150),
    rich_text_title: byType({ rich_text: richText }),
    subtitle: anyText(150),
    width: string({ oneOf: ['narrow', 'standard', 'wide', 'full'] }),
    icon: image,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
  atLeastOneOf('title', 'rich_text_title'),
  (value, pointer, report) => {
    if (value['default_collapsed'] === true && value['is_collapsible'] !== true) {
      report(fault('invalid_value', '`default_collapsed` requires `is_collapsible`', pointer));
    }
  },
);

const taskCard = object(
  {
    type,
    task_id: string({ min: 1 }),
    title: string({ min: 1 }),
    status: string({ oneOf: ['pending', 'in_progress', 'complete', 'error'] }),
  },
  {
    ...named,
    details: byType({ rich_text: richText }),
    output: byType({ rich_text: richText }),
    sources: list(byType({ url: object({ type, url, text: string({ min: 1 }) }) })),
  },
);

const point = object({ label: string({ min: 1, max: 20 }), value: number() });
const series = list(object({ name: string({ min: 1, max: 20 }), data: list(point, { min: 1, max: 20 }) }), {
  min: 1,
  max: 6,
});
const axes = object(
  { categories: list(string({ min: 1, max: 20 }), { min: 1, max: 20 }) },
  { x_label: string({ max: 50 }), y_label: string({ max: 50 }) },
);
const lines = object({ type, series, axis_config: axes });

const dataVisualization = object(
  {
    type,
    title: string({ min: 1, max: 50 }),
    chart: byType({
      line: lines,
      bar: lines,
      area: lines,
      pie: object({ type, segments: list(point, { min: 1, max: 6 }) }),
    }),
  },
  named,
);

/** Blocks of 2025 and 2026, for messages only. */
export const newerBlocks: Readonly<Record<string, Check>> = {
  markdown: object({ type, text: string({ min: 1, max: 12_000 }) }, named),
  table,
  data_table: dataTable,
  data_visualization: dataVisualization,
  card,
  carousel: object({ type, elements: list(byType({ card }), { min: 1, max: 10 }) }, named),
  container,
  task_card: taskCard,
  plan: object({ type, title: string({ min: 1 }) }, { ...named, tasks: list(byType({ task_card: taskCard })) }),
  // `alert`: 200 characters by one third-party source only; the lowest figure that anybody gives counts.
  alert: object(
    { type, text: anyText(200) },
    { ...named, level: string({ oneOf: ['default', 'info', 'warning', 'error', 'success'] }) },
  ),
};
