import type { Part, Row } from './figures.ts';
import { throughService } from './fill.ts';

/** Memory, start and disk of the whole service, with everything shown in a Slack that answers at once. */
export const memoryPart: Part = {
  name: 'memory',
  minutes: 2,
  async run({ large, folder, say }) {
    const events = large ? 1_000_000 : 100_000;
    const filled = await throughService(events, folder, say);
    const row = (label: string, value: string): Row => ({ part: 'memory', label, value, aim: null, reached: null });
    return {
      rows: [
        row('start to ready, ms', filled.readyMs.toFixed(0)),
        row('resident idle, MB', String(filled.idleMb)),
        row(`resident after ${filled.events} events, MB`, String(filled.afterMb)),
        row('on disk, bytes an event (body, index, card, attempts)', filled.bytesAnEvent.toFixed(0)),
      ],
      raw: filled,
    };
  },
};
