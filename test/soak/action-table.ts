import { actingHarness } from '../flow/acting-harness.ts';
import { cells, playCell, played } from '../flow/action-cells.ts';

/*
 * node test/soak/action-table.ts [action …]
 * Every action × every mishap, in the real service against both stand-ins: how often Stripe acted, in each cell.
 * Exit 1 where it acted twice.
 */
const names = process.argv.slice(2).length === 0 ? Object.keys(played) : process.argv.slice(2);
const out = (text: string) => void process.stdout.write(text);
const scene = await actingHarness();
let twice = 0;
out(`${''.padEnd(26)}${cells.map((cell) => cell.padStart(14)).join('')}\n`);
for (const name of names) {
  out(name.padEnd(26));
  for (const cell of cells) {
    const { writes, outcomes } = await playCell(scene, name, cell);
    if (writes > 1) twice += 1;
    out(`${writes} ${outcomes.at(-1) ?? '-'}`.slice(0, 13).padStart(14));
  }
  out('\n');
}
await scene.close();
process.exit(twice > 0 ? 1 : 0);
