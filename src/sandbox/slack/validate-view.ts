import { isObject } from '../../domain/json.ts';
import { type BlockFault, type Check, fault, flag, object, string } from './blocks/check.ts';
import { plainText } from './blocks/text-objects.ts';
import { validateBlocks } from './validate-blocks.ts';

const anything: Check = () => undefined;
const common = {
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
  clear_on_close: flag,
  notify_on_close: flag,
};

const shapes = {
  modal: object(
    { type: string(), title: plainText(24), blocks: anything },
    { ...common, submit: plainText(24), close: plainText(24), submit_disabled: flag },
    (view, pointer, report) => {
      const blocks = Array.isArray(view['blocks']) ? view['blocks'] : [];
      const hasInput = blocks.some((block) => isObject(block) && block['type'] === 'input');
      if (hasInput && (view['submit'] === undefined || view['submit'] === null)) {
        report(fault('missing_field', 'missing required field: submit', pointer, 'submit'));
      }
    },
  ),
  home: object({ type: string(), blocks: anything }, { ...common, title: plainText(24) }),
} as const;

/** What Slack would refuse in a view; pointers start at the view itself. */
export function validateView(view: unknown, kind: 'modal' | 'home'): BlockFault[] {
  if (!isObject(view)) return [fault('invalid_type', 'must provide an object', '')];
  if (view['type'] !== kind) return [fault('unsupported_type', `unsupported type: ${kind} expected`, '/type', 'type')];
  const faults: BlockFault[] = [];
  shapes[kind](view, '', (found) => {
    faults.push(found);
  });
  if (view['blocks'] === undefined) return faults;
  return [
    ...faults,
    ...validateBlocks(view['blocks'], kind).map((found) => ({ ...found, pointer: `/blocks${found.pointer}` })),
  ];
}
