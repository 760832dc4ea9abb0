import { createHash } from 'node:crypto';
import { createSlackFiles } from '../clients/slack/upload-file.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import type { SlackConfig } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { Reason } from '../domain/event.ts';
import type { Block } from '../domain/message.ts';
import type { SlackFiles } from '../domain/slack-files.ts';
import { context } from '../render/blocks.ts';
import { chartAlt } from '../render/chart-alt.ts';
import { chartBlock } from '../render/chart-block.ts';
import { chartPicture } from '../render/chart-picture.ts';
import type { ChartText } from '../render/chart-text.ts';
import { escapeClean } from '../render/escape.ts';
import type { Log } from '../telemetry/log.ts';

/** A chart in the form that this try shall show, and how many simpler forms of the message there are. */
export type ChartForm =
  | { readonly kind: 'shown'; readonly block: Block; readonly simpler: number }
  /** Slack is not done with the picture yet. */
  | Processing;

interface Processing {
  readonly kind: 'processing';
  readonly reason: Reason;
  readonly afterMs: number;
}

export interface ChartBlocksDeps {
  /** Null where nothing can be uploaded (incoming webhooks). */
  readonly files: SlackFiles | null;
  readonly clock: Clock;
  readonly onFailed: (reason: Reason) => void;
}

/** Charts over the real Slack: with a bot token pictures can be uploaded. */
export function chartsOf(slack: SlackConfig, deps: { readonly clock: Clock; readonly log: Log }) {
  const { botToken: token, apiUrl } = slack;
  const files =
    slack.mode === 'bot' && token !== null ? createSlackFiles(createWebClient({ token, apiUrl }), { apiUrl }) : null;
  return chartBlocks({
    files,
    clock: deps.clock,
    onFailed: (reason) => deps.log.warn({ code: reason.code, problem: reason.text }, 'a chart went out in words'),
  });
}

/** Slack takes a file and makes it ready a moment later; a message that names it before is refused. */
const processingMs = 1_500;
const keptFiles = 200;

/**
 * A chart from its best form to its simplest: Slack's own block, an uploaded picture, and in words. `degraded` says how many
 * forms Slack has refused. A picture that fails leaves its words, never the message behind (F58).
 */
export function chartBlocks(deps: ChartBlocksDeps): (chart: ChartText, degraded: number) => Promise<ChartForm> {
  /** By the picture's bytes: a retry, or an update that changes something else, shows the same file. */
  const uploaded = new Map<string, { fileId: string; readyAt: number }>();

  async function picture(chart: ChartText): Promise<Block | Processing | null> {
    const drawn = await chartPicture(chart);
    if (drawn.kind === 'failed' || deps.files === null) {
      if (drawn.kind === 'failed') deps.onFailed(drawn.reason);
      return null;
    }
    const key = createHash('sha256').update(drawn.png).digest('base64url');
    const known = uploaded.get(key) ?? (await upload(key, chart, drawn));
    if (known === null) return null;
    const left = known.readyAt - deps.clock.monotonic();
    if (left > 0) return { kind: 'processing', reason: processing, afterMs: left };
    return { type: 'image', slack_file: { id: known.fileId }, alt_text: drawn.alt };
  }

  async function upload(key: string, chart: ChartText, drawn: { png: Uint8Array; alt: string }) {
    const outcome = await deps.files?.upload({
      name: 'chart.png',
      bytes: drawn.png,
      title: chart.title,
      alt: drawn.alt,
    });
    if (outcome?.kind !== 'uploaded') {
      if (outcome !== undefined) deps.onFailed(outcome.reason);
      return null;
    }
    const file = { fileId: outcome.fileId, readyAt: deps.clock.monotonic() + processingMs };
    const [oldest] = uploaded.keys();
    if (uploaded.size >= keptFiles && oldest !== undefined) uploaded.delete(oldest);
    uploaded.set(key, file);
    return file;
  }

  return async (chart, degraded) => {
    const native = chartBlock(chart);
    const forms = [
      ...(native === null ? [] : ['native' as const]),
      ...(deps.files === null ? [] : ['picture' as const]),
      'words' as const,
    ];
    const simpler = forms.length;
    const form = forms[degraded] ?? 'words';
    if (form === 'native' && native !== null) return { kind: 'shown', block: native, simpler };
    const shown = form === 'picture' ? await picture(chart) : null;
    if (isProcessing(shown)) return shown;
    return { kind: 'shown', block: shown ?? context(escapeClean(chartAlt(chart))), simpler };
  };
}

function isProcessing(shown: Block | Processing | null): shown is Processing {
  return shown !== null && shown['kind'] === 'processing';
}

const processing: Reason = { code: 'picture_processing', text: 'Slack is not done with the picture yet' };
