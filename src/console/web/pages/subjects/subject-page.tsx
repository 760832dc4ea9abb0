import type { SubjectDetail } from '../../../contract-subjects.ts';
import { useAnswer } from '../../api/queries.ts';
import { moneyText } from '../../format/money.ts';
import { plainTerm, subjectState } from '../../format/term.ts';
import { fullMoment } from '../../format/time.ts';
import { AuditList } from '../../parts/audit-list.tsx';
import { Badge } from '../../parts/badge.tsx';
import { LinkButton } from '../../parts/button.tsx';
import { Copied } from '../../parts/copied.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';
import { SlackMessage } from '../../parts/slack-message.tsx';
import { Answer } from '../../parts/states.tsx';
import { Thread, threadsOf } from '../../parts/thread.tsx';
import { useKeys } from '../../state/keyboard.ts';
import { go, href } from '../../state/router.ts';
import { words } from '../../words.ts';
import { Actions } from './actions.tsx';
import { SubjectEvents, Timeline } from './story.tsx';

const text = words.subjects;

/** One subject: its card as it would be posted now, its story, what belongs to it, and what can be done. */
export function SubjectPage({ id }: { readonly id: string }) {
  const asked = useAnswer('GET /api/subjects/:id', { path: { id } }, { everyMs: 5_000 });
  useKeys({ Escape: () => go(href(['subjects'])) });
  return (
    <>
      <a href={href(['subjects'])} className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-text">
        <Icon name="back" />
        {text.back}
      </a>
      {asked.data === undefined && <h1 className="sr-only">{text.facts}</h1>}
      <Answer asked={asked} rows={12}>
        {(detail) => <Detail detail={detail} />}
      </Answer>
    </>
  );
}

function Detail({ detail }: { readonly detail: SubjectDetail }) {
  const { subject } = detail;
  return (
    <>
      <header className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-xl font-semibold tracking-tight">
          {text.kinds[subject.kind] ?? subject.kind}
          {subject.amount !== null && <span className="tabular-nums"> · {moneyText(subject.amount)}</span>}
        </h1>
        {subject.code !== null && <Badge>{subjectState(subject.code)}</Badge>}
        {!subject.livemode && <Badge>{words.now.test}</Badge>}
        <div className="ml-auto flex flex-wrap gap-2">
          {detail.links.map((link) => (
            <LinkButton key={link.url} to={link.url} icon="out" outside>
              {link.label}
            </LinkButton>
          ))}
        </div>
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 gap-4">
          <CardPanel detail={detail} />
          <Standing detail={detail} />
          <Panel title={text.events} flush>
            <SubjectEvents events={detail.events} subject={subject.id} />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-4">
          <Actions detail={detail} />
          <Panel title={text.timeline}>
            <Timeline timeline={detail.timeline} />
          </Panel>
          <SubjectFacts detail={detail} />
          <Objects detail={detail} />
          <Panel title={text.audit} flush>
            <AuditList lines={detail.audit} none={text.auditNone} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function CardPanel({ detail: { card } }: { readonly detail: SubjectDetail }) {
  return (
    <Panel title={text.card} {...(card === null ? {} : { note: text.cardIn(card.channel) })}>
      {card === null ? (
        <p className="text-muted">{text.cardNone}</p>
      ) : (
        <SlackMessage message={card.message} at={null} />
      )}
    </Panel>
  );
}

function Standing({ detail: { cards } }: { readonly detail: SubjectDetail }) {
  if (cards.length === 0) return null;
  return (
    <Panel title={text.channels} flush>
      <ul>
        {cards.map((card) => (
          <li key={card.channel} className="border-b border-line px-4 py-3 last:border-0">
            <p className="flex flex-wrap items-center gap-2 text-sm">
              <span className="font-medium">#{card.channel}</span>
              <Badge feeling={card.state === 'posted' ? 'good' : 'neutral'}>
                {text.cardStates[card.state] ?? card.state}
              </Badge>
              <span className="ml-auto text-muted tabular-nums">{fullMoment(card.postedAt)}</span>
            </p>
            {threadsOf(card.messages, '', true).map((thread) => (
              <div key={thread.card.ts} className="mt-2">
                <Thread thread={thread} named={false} open linked={false} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function SubjectFacts({ detail: { subject, keys } }: { readonly detail: SubjectDetail }) {
  const { fact } = text;
  return (
    <Panel title={text.facts}>
      <Facts
        rows={[
          ...(subject.customer === null
            ? []
            : [[fact.customer, <Copied key="customer" text={subject.customer} />] as const]),
          [fact.account, subject.account],
          [fact.since, fullMoment(subject.createdAt)],
          [fact.changed, fullMoment(subject.updatedAt)],
          [fact.id, <Copied key="id" text={subject.id} />],
          [
            text.keys,
            <ul key="keys">
              {keys.map((key) => (
                <li key={key}>
                  <Copied text={key} />
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
    </Panel>
  );
}

function Objects({ detail: { objects } }: { readonly detail: SubjectDetail }) {
  return (
    <Panel title={text.objects} flush>
      <ul>
        {objects.map((object) => (
          <li key={object.id} className="flex min-w-0 items-center gap-2 border-b border-line px-4 py-2 last:border-0">
            <div className="min-w-0">
              <p className="text-sm font-medium">{plainTerm(object.type)}</p>
              <Copied text={object.id} />
            </div>
            <div className="ml-auto flex items-center gap-2">
              {object.status !== null && <Badge>{plainTerm(object.status)}</Badge>}
              {object.url !== null && (
                <a
                  href={object.url}
                  target="_blank"
                  rel="noreferrer"
                  className="text-muted hover:text-text"
                  aria-label={`${text.openInStripe}: ${object.id}`}
                >
                  <Icon name="out" />
                </a>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
