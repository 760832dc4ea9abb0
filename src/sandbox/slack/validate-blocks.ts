import { type BlockFault, byType, fault, list } from './blocks/check.ts';
import { layoutBlocks } from './blocks/layout-blocks.ts';
import { newerBlocks } from './blocks/newer-blocks.ts';
import { checkWhole } from './blocks/whole-message.ts';

export type { BlockFault } from './blocks/check.ts';
export type Surface = 'message' | 'modal' | 'home';

const { file: _file, context_actions: _contextActions, ...viewBlocks } = layoutBlocks;
const alert = newerBlocks['alert'];
const inViews = byType(alert === undefined ? viewBlocks : { ...viewBlocks, alert });

const surfaces = {
  message: list(byType({ ...layoutBlocks, ...newerBlocks }), { max: 50 }),
  modal: list(inViews, { max: 100 }),
  home: list(inViews, { max: 100 }),
} as const;

/**
 * What Slack would refuse in a list of blocks; empty where it would take them. Strict: where sources disagree the lower
 * limit counts. Limits: doc comments of @slack/types 3.2.0, the validators of python-slack-sdk, docs.slack.dev.
 */
export function validateBlocks(blocks: unknown, surface: Surface): BlockFault[] {
  if (!Array.isArray(blocks)) return [fault('invalid_format', 'must provide an array', '')];
  const faults: BlockFault[] = [];
  const report = (found: BlockFault): void => {
    faults.push(found);
  };
  surfaces[surface](blocks, '', report);
  checkWhole(blocks, report);
  return faults;
}
