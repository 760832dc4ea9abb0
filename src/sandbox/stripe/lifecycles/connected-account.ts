import { buildAccount } from '../builders/account.ts';
import { hour } from '../calendar.ts';
import { beginStory, type Lifecycle, type StoryOptions } from '../story.ts';
import { tellCardSale } from './card-sale.ts';

/** A connected account: verified, sells once, then loses its payouts for missing papers. Its events carry `account`. */
export function connectedAccount(options: StoryOptions = {}): Lifecycle {
  const connected = options.connectAccount ?? 'acct_1SbConnB7WZ05abX';
  const story = beginStory({ ...options, account: connected, connectAccount: connected });
  const { world } = story;
  const created = world.put(buildAccount(world, { charges_enabled: false, payouts_enabled: false }));
  const { object: verified, previous } = world.change(created, { charges_enabled: true, payouts_enabled: true });
  world.emit('account.updated', verified, previous);
  story.wait(hour);
  tellCardSale(story);
  story.wait(hour);
  const { object: limited, previous: before } = world.change(verified, { payouts_enabled: false });
  world.emit('account.updated', limited, before);
  return story.end('connected account');
}
