import type { Quiet } from '../../../contract-quiet.ts';
import { useWidth } from '../../charts/width.ts';
import { wallTime, weekday } from '../../format/zoned-day.ts';
import { words } from '../../words.ts';

const text = words.quiet;
type Span = Quiet['calendar'][number];

const lane = { height: 18, gap: 2 };
const gutter = 84;
const hours = [0, 6, 12, 18, 24];

interface Placed {
  readonly span: Span;
  readonly from: number;
  readonly to: number;
  readonly lane: number;
}

/** The spans of one day, those at the same time below each other. */
function placed(spans: readonly Span[], start: number, end: number): readonly Placed[] {
  const free: number[] = [];
  return spans
    .filter((span) => span.from < end && span.to > start)
    .sort((a, b) => a.from - b.from)
    .map((span) => {
      const [from, to] = [Math.max(span.from, start), Math.min(span.to, end)];
      const found = free.findIndex((until) => until <= from);
      const at = found === -1 ? free.length : found;
      free[at] = to;
      return { span, from, to, lane: at };
    });
}

/** A row a day, from midnight to midnight of the configured zone. */
export function Calendar({
  spans,
  days,
  zone,
  now,
}: {
  readonly spans: readonly Span[];
  /** Midnights; one more than days are drawn. */
  readonly days: readonly number[];
  readonly zone: string;
  readonly now: number;
}) {
  const { ref, width } = useWidth(640);
  const inner = width - gutter;
  return (
    <div ref={ref} className="min-w-0">
      <svg width={width} height={18} className="block" aria-hidden="true">
        {hours.map((hour) => (
          <text
            key={hour}
            x={gutter + (inner * hour) / 24}
            y={12}
            textAnchor={hour === 24 ? 'end' : hour === 0 ? 'start' : 'middle'}
            className="fill-muted text-xs tabular-nums"
          >
            {`${String(hour).padStart(2, '0')}:00`}
          </text>
        ))}
      </svg>
      <ol>
        {days.slice(0, -1).map((start, index) => (
          <Day
            key={start}
            start={start}
            end={days[index + 1] ?? start}
            spans={spans}
            zone={zone}
            now={now}
            inner={inner}
          />
        ))}
      </ol>
      <ul className="mt-3 flex gap-4 text-xs text-muted">
        {(['interval', 'silence'] as const).map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <svg width="12" height="10" aria-hidden="true">
              <rect width="12" height="10" rx="2" className={looks[kind]} />
            </svg>
            {text.calendarKey[kind]}
          </li>
        ))}
      </ul>
    </div>
  );
}

const looks: Readonly<Record<Span['kind'], string>> = {
  interval: 'fill-info-soft stroke-info',
  silence: 'fill-warn-soft stroke-warn',
};
const inks: Readonly<Record<Span['kind'], string>> = { interval: 'fill-info', silence: 'fill-warn' };

function Day({
  start,
  end,
  spans,
  zone,
  now,
  inner,
}: {
  readonly start: number;
  readonly end: number;
  readonly spans: readonly Span[];
  readonly zone: string;
  readonly now: number;
  readonly inner: number;
}) {
  const rows = placed(spans, start, end);
  const lanes = Math.max(1, ...rows.map((one) => one.lane + 1));
  const height = lanes * (lane.height + lane.gap) + 8;
  const x = (at: number) => gutter + ((at - start) / (end - start)) * inner;
  const today = now >= start && now < end;
  return (
    <li className="border-t border-line">
      <svg width={gutter + inner} height={height} className="block" role="img" aria-label={spoken(rows, start, zone)}>
        <text x={0} y={height / 2 + 4} className={`text-xs ${today ? 'fill-accent font-semibold' : 'fill-muted'}`}>
          {weekday(start, zone)}
        </text>
        {hours.slice(0, -1).map((hour) => (
          <line
            key={hour}
            x1={gutter + (inner * hour) / 24}
            x2={gutter + (inner * hour) / 24}
            y1={0}
            y2={height}
            className="stroke-line"
          />
        ))}
        {rows.map(({ span, from, to, lane: at }) => {
          const [left, wide] = [x(from), Math.max(3, x(to) - x(from))];
          const top = 4 + at * (lane.height + lane.gap);
          return (
            <g key={`${span.kind} ${span.id} ${span.from}`}>
              <title>{text.calendarText(span.label, wallTime(span.from, zone), wallTime(span.to, zone))}</title>
              <rect x={left} y={top} width={wide} height={lane.height} rx={4} className={looks[span.kind]} />
              {wide > 60 && (
                <text x={left + 6} y={top + 13} className={`text-xs ${inks[span.kind]}`}>
                  {span.label.slice(0, Math.floor((wide - 12) / 6.4))}
                </text>
              )}
            </g>
          );
        })}
        {today && <line x1={x(now)} x2={x(now)} y1={0} y2={height} strokeWidth={2} className="stroke-bad" />}
      </svg>
    </li>
  );
}

/** The day as a screen reader says it. */
function spoken(rows: readonly Placed[], start: number, zone: string): string {
  const said = rows.map(({ span, from, to }) =>
    text.calendarText(span.label, wallTime(from, zone), wallTime(to, zone)),
  );
  return `${weekday(start, zone)}: ${said.length === 0 ? text.calendarNone : said.join('; ')}`;
}
