import { good, refused } from '../model.ts';
import { validateBlocks } from '../validate-blocks.ts';
import type { Method } from './method.ts';

/** blocks.validate: public, needs no token. Tells code, message and pointer of each fault. */
export const blocksValidate: Method = {
  tier: 4,
  scopes: [],
  run(call) {
    const faults = validateBlocks(call.values['blocks'], 'message');
    if (faults.length === 0) return good();
    return refused('invalid_blocks', {
      errors: faults.map(({ code, message, field, pointer }) => ({
        code,
        message,
        ...(field === null ? {} : { field }),
        pointer,
      })),
    });
  },
};
