import type { RouteNode, Rules } from '../../../contract-rules.ts';
import { useWidth } from '../../charts/width.ts';
import { countText } from '../../format/money.ts';
import { lengthText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { words } from '../../words.ts';
import { channelsOf, loadOf, type TreeRow, treeRows } from './flatten.ts';

const text = words.rules;

/** Pixels. Rows have one height so that the branches can be drawn beside them. */
const row = { height: 84, gap: 10 };
const left = { first: 72, step: 28 };
const narrow = 640;

/** The tree as an alert runs through it, each branch as wide as what went through it. */
export function RouteTree({ rules }: { readonly rules: Rules }) {
  const { ref, width } = useWidth(960);
  const rows = treeRows(rules.routes);
  const channels = channelsOf(rows);
  const wide = width >= narrow;
  const right = wide ? 236 : 0;
  const height = rows.length * (row.height + row.gap);
  return (
    <Panel
      title={text.tree}
      note={
        rules.file === null ? (
          text.noFile
        ) : (
          <span title={rules.file}>{text.file(rules.file.split('/').at(-1) ?? '')}</span>
        )
      }
      actions={text.traffic(rules.trafficDays)}
    >
      <div ref={ref} className="relative">
        <Branches rows={rows} channels={channels} width={width} right={right} height={height} />
        <ol className="relative grid" ref={(element) => element?.style.setProperty('gap', `${row.gap}px`)}>
          {rows.map(({ node, depth }) => (
            <li
              key={node.name}
              ref={(element) => {
                element?.style.setProperty('height', `${row.height}px`);
                element?.style.setProperty('margin-left', `${wide ? left.first + depth * left.step : depth * 12}px`);
                element?.style.setProperty('margin-right', `${right}px`);
              }}
              className="min-w-0 overflow-hidden rounded-md border border-line bg-raised px-3 py-2"
            >
              <RouteCard node={node} wide={wide} />
            </li>
          ))}
        </ol>
        {wide && <ChannelEnds channels={channels} height={height} />}
      </div>
    </Panel>
  );
}

function RouteCard({ node, wide }: { readonly node: RouteNode; readonly wide: boolean }) {
  const { traffic } = node;
  const figures = [
    traffic.posts > 0 && text.posts(countText(traffic.posts)),
    traffic.folded > 0 && text.folded(countText(traffic.folded)),
    traffic.replies > 0 && text.replies(countText(traffic.replies)),
    traffic.clicks > 0 && text.clicks(countText(traffic.clicks)),
    traffic.medianAckMs !== null && text.ack(lengthText(traffic.medianAckMs)),
  ].filter((one) => one !== false);
  return (
    <>
      <p className="flex items-center gap-2">
        <span className="truncate font-semibold">{node.label}</span>
        {node.severity !== null && node.severity !== 'normal' && (
          <Badge feeling={node.severity === 'critical' ? 'bad' : 'warn'}>{node.severity}</Badge>
        )}
        {node.continue && <Badge feeling="info">{text.continues}</Badge>}
        {node.digestMs !== null && <Badge>{text.digest(lengthText(node.digestMs))}</Badge>}
        {node.line !== null && <span className="ml-auto shrink-0 text-xs text-muted">{text.line(node.line)}</span>}
      </p>
      <p className="truncate text-sm text-muted" title={[...node.matches, node.when ?? ''].join('\n')}>
        {node.matches.length === 0 && node.when === null ? text.everything : node.matches.join(' · ')}
        {node.when !== null && (
          <>
            {node.matches.length > 0 && ' · '}
            {text.when} <code className="font-mono text-xs">{node.when}</code>
          </>
        )}
      </p>
      <p className="truncate text-sm tabular-nums">
        {!wide && (
          <span className="text-muted">
            → {node.to.length === 0 ? text.nobody : node.to.map((channel) => `#${channel}`).join(' ')} ·{' '}
          </span>
        )}
        {figures.length === 0 ? <span className="text-muted">{text.noTraffic}</span> : figures.join(' · ')}
      </p>
    </>
  );
}

const middleOf = (index: number) => index * (row.height + row.gap) + row.height / 2;

function channelY(index: number, count: number, height: number): number {
  return ((index + 0.5) / Math.max(1, count)) * height;
}

/** Widths follow the root of the traffic: a branch with a hundredth of it must still be seen. */
function strokeOf(load: number, most: number): number {
  return load === 0 ? 1 : 1.5 + 8 * Math.sqrt(load / most);
}

function Branches({
  rows,
  channels,
  width,
  right,
  height,
}: {
  readonly rows: readonly TreeRow[];
  readonly channels: readonly string[];
  readonly width: number;
  readonly right: number;
  readonly height: number;
}) {
  if (right === 0) return null;
  const most = Math.max(1, ...rows.map(({ node }) => loadOf(node)));
  const whole = rows.map((_, index) => under(rows, index));
  const top = Math.max(1, ...whole);
  return (
    <svg width={width} height={height} className="absolute inset-0" aria-hidden="true">
      {rows.map(({ node, depth, parent }, index) => {
        const end = { x: left.first + depth * left.step, y: middleOf(index) };
        const start =
          parent === null
            ? { x: 10, y: height / 2 }
            : { x: left.first + (depth - 1) * left.step + 12, y: middleOf(parent) + row.height / 2 };
        const load = whole[index] ?? 0;
        return (
          <path
            key={node.name}
            d={
              parent === null
                ? `M${start.x} ${start.y}C${start.x + 40} ${start.y} ${end.x - 40} ${end.y} ${end.x} ${end.y}`
                : `M${start.x} ${start.y}V${end.y - 8}Q${start.x} ${end.y} ${start.x + 8} ${end.y}H${end.x}`
            }
            fill="none"
            strokeWidth={strokeOf(load, top)}
            strokeDasharray={load === 0 ? '3 4' : undefined}
            className={load === 0 ? 'stroke-strong-line' : 'stroke-accent opacity-40'}
          />
        );
      })}
      {rows.flatMap(({ node }, index) =>
        node.routes.length > 0
          ? []
          : node.to.map((channel) => {
              const [x1, x2] = [width - right, width - 150];
              const [y1, y2] = [middleOf(index), channelY(channels.indexOf(channel), channels.length, height)];
              const load = loadOf(node);
              return (
                <path
                  key={`${node.name} ${channel}`}
                  d={`M${x1} ${y1}C${x1 + 50} ${y1} ${x2 - 50} ${y2} ${x2} ${y2}`}
                  fill="none"
                  strokeWidth={strokeOf(load, most)}
                  strokeDasharray={load === 0 ? '3 4' : undefined}
                  className={load === 0 ? 'stroke-strong-line' : 'stroke-accent opacity-40'}
                />
              );
            }),
      )}
      <circle cx={10} cy={height / 2} r={6} className="fill-accent" />
    </svg>
  );
}

/** What went through a row and all below it. */
function under(rows: readonly TreeRow[], index: number): number {
  const own = rows[index];
  if (own === undefined) return 0;
  const below = rows.map((_, at) => at).filter((at) => rows[at]?.parent === index);
  return loadOf(own.node) + below.reduce((total, at) => total + under(rows, at), 0);
}

function ChannelEnds({ channels, height }: { readonly channels: readonly string[]; readonly height: number }) {
  return (
    <ul>
      {channels.map((channel, index) => (
        <li
          key={channel}
          ref={(element) => element?.style.setProperty('top', `${channelY(index, channels.length, height) - 16}px`)}
          className="absolute right-0 flex h-8 w-[150px] items-center rounded-md border border-line bg-sunken px-3 text-sm font-medium"
        >
          <span className="truncate">#{channel}</span>
        </li>
      ))}
    </ul>
  );
}
