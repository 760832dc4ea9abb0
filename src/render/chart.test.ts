import { describe, expect, it } from 'vitest';
import type { Chart } from '../domain/chart.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import { validateBlocks } from '../sandbox/slack/validate-blocks.ts';
import { chartAlt } from './chart-alt.ts';
import { chartBlock } from './chart-block.ts';
import { chartPicture } from './chart-picture.ts';
import { chartText } from './chart-text.ts';
import type { ChannelView } from './view.ts';

const view: ChannelView = {
  privacy: 'redacted',
  allow: [],
  locale: 'en-US',
  timezone: 'UTC',
  now: 1_790_000_000,
  consoleUrl: null,
  mention: null,
  severity: 'normal',
};
const term = (text: string): Phrase => say`${{ type: 'term', text }}`;
const labels = (count: number) => Array.from({ length: count }, (_, index) => term(`Nov ${index + 1}`));
type Lines = Exclude<Chart, { kind: 'pie' }>;
const lines = (given: Partial<Lines> = {}): Lines => ({
  kind: 'area',
  title: say`Net revenue`,
  categories: labels(3),
  series: [
    { name: say`This week`, values: [120_000, null, 90_050] },
    { name: say`Usual`, values: [100_000, 100_000, 100_000], role: 'usual' },
  ],
  unit: { kind: 'money', currency: 'eur' },
  mark: 2,
  ...given,
});
const pie = (values: readonly number[]): Chart => ({
  kind: 'pie',
  title: say`By plan`,
  unit: { kind: 'money', currency: 'jpy' },
  segments: values.map((value, index) => ({ label: term(`Plan ${index}`), value })),
});

describe('the block', () => {
  it('is one that Slack takes, in major units, without points that are not known', () => {
    const block = chartBlock(chartText(lines(), view));
    expect(block).toMatchObject({
      type: 'data_visualization',
      title: 'Net revenue',
      chart: { type: 'area', axis_config: { categories: ['Nov 1', 'Nov 2', 'Nov 3'] } },
    });
    expect(JSON.stringify(block)).toContain('[{"label":"Nov 1","value":1200},{"label":"Nov 3","value":900.5}]');
    const pies = chartBlock(chartText(pie([3, 2, 1]), view));
    expect(validateBlocks([block, pies], 'message')).toEqual([]);
    expect(pies).toMatchObject({ chart: { segments: [{ label: 'Plan 0', value: 3 }, {}, {}] } });
  });

  it('is not made where it could not say the chart', () => {
    const few = { categories: labels(21), series: [{ name: say`A`, values: Array.from({ length: 21 }, () => 1) }] };
    expect(chartBlock(chartText(lines(few), view))).toBeNull();
    expect(chartBlock(chartText(lines({ series: [{ name: say`A`, values: [null, null, null] }] }), view))).toBeNull();
    expect(chartBlock(chartText(lines({ categories: [term('a'), term('a'), term('b')] }), view))).toBeNull();
    expect(chartBlock(chartText(pie([1, 2, 3, 4, 5, 6, 7]), view))).toBeNull();
  });

  it('keeps to the limits of titles and labels', () => {
    const long = 'a title that goes on and on and on until nobody reads it any more';
    const block = chartBlock(
      chartText(
        lines({ title: term(long), categories: labels(3).map((one, index) => say`${one} ${term(`${index}${long}`)}`) }),
        view,
      ),
    );
    expect(validateBlocks([block], 'message')).toEqual([]);
  });
});

describe('what a channel may read of a chart', () => {
  const named = lines({ series: [{ name: say`${{ type: 'name', text: 'Ada Lovelace' }}`, values: [1, 2, 3] }] });
  it('is redacted like every sentence', () => {
    expect(chartAlt(chartText(named, view))).not.toContain('Lovelace');
    expect(chartAlt(chartText(named, { ...view, privacy: 'full' }))).toContain('Ada Lovelace');
    const evil = chartText(lines({ title: term('<!channel> 4242 4242 4242 4242') }), view);
    expect(evil.title).not.toContain('4242 4242');
  });
});

describe('the alternative text', () => {
  it('says the ends, the least and the most of each series', () => {
    const values = [120_000, 80_000, 90_050];
    expect(chartAlt(chartText(lines({ series: [{ name: say`This week`, values }] }), view))).toBe(
      'Line chart: Net revenue. This week: €1,200.00 (Nov 1) to €900.50 (Nov 3), least €800.00 (Nov 2), most €1,200.00 (Nov 1)',
    );
    expect(chartAlt(chartText(pie([500, 20]), view))).toBe('Pie chart: By plan. Plan 0 ¥500. Plan 1 ¥20');
  });
});

describe('the picture', () => {
  const png = async (chart: Chart): Promise<Buffer> => {
    const picture = await chartPicture(chartText(chart, view));
    if (picture.kind !== 'drawn') throw new Error(picture.reason.text);
    expect([picture.width, picture.height]).toEqual([1440, 760]);
    return Buffer.from(picture.png);
  };

  it('is a PNG, the same each time, of each kind', { timeout: 30_000 }, async () => {
    for (const chart of [
      lines(),
      lines({ kind: 'bar' }),
      lines({ kind: 'line', unit: { kind: 'percent' } }),
      pie([3, 2]),
    ]) {
      const drawn = await png(chart);
      expect(drawn.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'));
      expect(drawn.equals(await png(chart))).toBe(true);
    }
  });

  it('has its letters drawn, though the machine may have no font', { timeout: 30_000 }, async () => {
    const [one, other] = [await png(lines()), await png(lines({ title: say`Net revenua` }))];
    expect(one.equals(other)).toBe(false);
    const blank = await png(lines({ title: say`` }));
    expect(one.length - blank.length).toBeGreaterThan(1_000);
  });

  it('that cannot be drawn is an outcome', async () => {
    expect(await chartPicture(chartText(pie([Number.NaN]), view))).toEqual({
      kind: 'failed',
      reason: { code: 'chart_not_drawn', text: 'the chart could not be drawn (RangeError)' },
    });
  });
});
