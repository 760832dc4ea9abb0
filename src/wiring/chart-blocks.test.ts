import { describe, expect, it } from 'vitest';
import { testClock } from '../../test/clock.ts';
import type { Chart } from '../domain/chart.ts';
import { say } from '../domain/phrase.ts';
import type { SlackFiles, Uploaded } from '../domain/slack-files.ts';
import { chartText } from '../render/chart-text.ts';
import type { ChannelView } from '../render/view.ts';
import { chartBlocks } from './chart-blocks.ts';

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
const chart = (points: number): Chart => ({
  kind: 'line',
  title: say`Net revenue`,
  categories: Array.from({ length: points }, (_, index) => say`${{ type: 'number', value: index }}`),
  series: [{ name: say`This week`, values: Array.from({ length: points }, (_, index) => index * 100) }],
  unit: { kind: 'money', currency: 'eur' },
});

function scene(outcome: Uploaded | null = { kind: 'uploaded', fileId: 'F0CHART01' }) {
  const clock = testClock();
  const [names, failed]: [string[], string[]] = [[], []];
  const files: SlackFiles = {
    async upload(file) {
      names.push(`${file.name} ${file.alt.slice(0, 11)}`);
      return outcome ?? { kind: 'uploaded', fileId: 'F0CHART01' };
    },
  };
  const blocks = chartBlocks({
    files: outcome === null ? null : files,
    clock,
    onFailed: ({ code }) => failed.push(code),
  });
  return {
    clock,
    names,
    failed,
    show: (points: number, level: number) => blocks(chartText(chart(points), view), level),
  };
}

describe('a chart', () => {
  it('is Slack’s own block, then a picture, then words, then the message without it', { timeout: 30_000 }, async () => {
    const { clock, names, show } = scene();
    expect(await show(3, 0)).toMatchObject({ kind: 'shown', simpler: 3, block: { type: 'data_visualization' } });
    expect(names).toEqual([]);
    expect(await show(3, 1)).toMatchObject({ kind: 'processing', afterMs: 1_500 });
    clock.advance(1_500);
    expect(await show(3, 1)).toEqual({
      kind: 'shown',
      simpler: 3,
      block: { type: 'image', slack_file: { id: 'F0CHART01' }, alt_text: expect.stringMatching(/^Line chart: Net/) },
    });
    expect(names).toEqual(['chart.png Line chart:']);
    expect(await show(3, 2)).toMatchObject({ block: { type: 'context' }, simpler: 3 });
  });

  it('with more points than the block takes is a picture at once', { timeout: 30_000 }, async () => {
    const { show } = scene();
    expect(await show(40, 0)).toMatchObject({ kind: 'processing' });
  });

  it('that cannot be uploaded leaves its words (F58)', { timeout: 30_000 }, async () => {
    const refused = scene({ kind: 'refused', reason: { code: 'missing_scope', text: 'files:write' } });
    expect(await refused.show(3, 1)).toMatchObject({ kind: 'shown', block: { type: 'context' } });
    expect(refused.failed).toEqual(['missing_scope']);
    const webhook = scene(null);
    expect(await webhook.show(3, 0)).toMatchObject({ simpler: 2, block: { type: 'data_visualization' } });
    expect(await webhook.show(3, 1)).toMatchObject({ simpler: 2, block: { type: 'context' } });
  });
});
