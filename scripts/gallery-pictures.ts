import type { SlackMessage } from '../src/domain/message.ts';

export interface Picture {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly shows: readonly { readonly caption: string; readonly message: string }[];
}

/** Which sample is shown in which picture, in the order of the page. */
export const pictures: readonly Picture[] = [
  {
    name: 'payments',
    title: 'Payments',
    about: 'In a redacted channel, the default: initials, masked e-mail, no last four digits.',
    shows: [
      { caption: 'Paid', message: 'payment-paid' },
      { caption: 'Declined', message: 'payment-failed' },
      { caption: 'Refunded in part', message: 'payment-refunded' },
      { caption: 'Checkout in test mode', message: 'checkout-completed' },
    ],
  },
  {
    name: 'billing',
    title: 'Invoices and subscriptions',
    about: 'One card a subscription; a renewal is told by its payment.',
    shows: [
      { caption: 'Invoice overdue', message: 'invoice-overdue' },
      { caption: 'Upgrade', message: 'subscription-upgraded' },
      { caption: 'Scheduled to cancel', message: 'subscription-ends' },
      { caption: 'Anything else', message: 'generic' },
    ],
  },
  {
    name: 'urgent',
    title: 'What cannot wait',
    about: 'The first is in a channel with `privacy: full` and a mention; the others are redacted.',
    shows: [
      { caption: 'Dispute, full, with a mention', message: 'dispute-needs-response-full' },
      { caption: 'Fraud warning', message: 'fraud-warning' },
      { caption: 'Payout failed', message: 'payout-failed' },
    ],
  },
  {
    name: 'summaries',
    title: 'Summaries',
    about: 'At the channel’s local time; a correction speaks in the thread.',
    shows: [
      { caption: 'Daily', message: 'summary-daily' },
      { caption: 'Weekly', message: 'summary-weekly' },
      { caption: 'Monthly', message: 'summary-monthly' },
      { caption: 'Without an API key', message: 'summary-not-compared' },
      { caption: 'A quiet day', message: 'summary-quiet-day' },
      { caption: 'In the thread', message: 'summary-correction' },
    ],
  },
  {
    name: 'many',
    title: 'A flash sale, threads, privacy',
    about: 'Many alerts in one message; replies in a thread; the same payment in three privacies.',
    shows: [
      { caption: 'Digest', message: 'digest' },
      { caption: 'Thread', message: 'reply-refunded' },
      { caption: 'Thread', message: 'reply-disputed' },
      { caption: 'privacy: full', message: 'payment-paid-full' },
      { caption: 'privacy: minimal', message: 'payment-paid-minimal' },
      { caption: 'Tillbell about itself', message: 'notice' },
    ],
  },
];

/** docs/cards.md: the pictures and, for each message, what a phone's notification says. */
export function galleryMarkdown(messages: Readonly<Record<string, SlackMessage>>): string {
  const parts = pictures.map((picture) => {
    const rows = picture.shows.map(({ caption, message }) => {
      return `| ${caption} | ${(messages[message]?.text ?? '').replaceAll('|', '\\|')} |`;
    });
    return `## ${picture.title}\n\n${picture.about}\n\n![${picture.title}](cards/${picture.name}.png)\n\n| card | on the phone |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Cards\n\n${intro}\n\n${parts.join('\n')}\n${mapping}\n`;
}

const intro = `Drawn by \`node scripts/gallery.ts\` from the samples in \`test/golden/samples.ts\`, with a Block Kit renderer in headless
Chromium. The exact blocks are the golden files in \`test/golden/\`. Why cards look so: \`docs/decisions/0005-card-design.md\`.`;

const mapping = `## Fields of your own

\`\`\`yaml
cards:
  payment:
    headline: "{{ amount | money }} from {{ customer.name }}"
    fields:
      - { label: Plan,  value: "{{ subscription.plan.name }}" }
      - { label: Order, value: "{{ metadata.order_id }}" }
    buttons:
      - { label: CRM, url: "https://crm.example.com/orders/{{ metadata.order_id }}" }
\`\`\`

Templates are [Liquid](https://liquidjs.com). They read \`object\` (what the card is about), every Stripe object of the subject by its
type (\`charge\`, \`invoice\`, \`checkout_session\`, …), \`payment\`, \`customer\`, \`subscription\`, \`product\`, \`price\`, \`plan\` (with
\`name\`), \`metadata\` (of all of them; the nearest wins) and the headline's \`amount\`.

| filter | gives |
| --- | --- |
| \`money\` | an amount in the channel's locale: \`{{ amount \\| money }}\`, \`{{ object.amount \\| money: object.currency }}\` |
| \`date\` | a moment in the channel's zone: \`{{ object.created \\| date }}\`, \`date: "time"\`, \`date: "left"\` |
| \`link\` | a link: \`{{ "https://crm.example.com/" \\| append: metadata.order_id \\| link: "CRM" }}\` |

Other Stripe objects are fetched by \`lookups\`: each names the path of an id, and is then read like the rest. That needs an API key;
an alert never waits for it, the card is completed by an update.

\`\`\`yaml
cards:
  payment:
    lookups:
      partner: metadata.partner # holds cus_…
    fields:
      - { label: Partner, value: "{{ partner.name }}" }
\`\`\`

\`tillbell check\` compares every path with the objects of Stripe's API: a misspelt one is a fault, with the right one beside it; one
that newer API versions have no more, or that is only an id in events, is a warning. Nothing is known of what loops read.

A field whose value is missing is left out. A host counts only where the configuration writes it out: a value can never choose
where a link leads. What a template shows is under the channel's privacy like everything else: ids, states, amounts, dates
and the names of your products are shown, e-mail addresses and names are masked, and all other text needs its path in the
channel's \`allow\` list (\`metadata.order_id\`, \`order_id\` for short, or \`metadata.*\`).`;
