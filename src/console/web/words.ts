import { deliveryWords, eventWords } from './words/events.ts';
import { nowWords } from './words/now.ts';
import { operationWords } from './words/operations.ts';
import { quietWords } from './words/quiet.ts';
import { revenueWords } from './words/revenue.ts';
import { ruleWords } from './words/rules.ts';
import { setupWords } from './words/setup.ts';
import { accountWords, signInWords } from './words/sign-in.ts';
import { subjectWords } from './words/subjects.ts';

/** Every word of the console stands here and in `words/`, one file a page. */
export const words = {
  product: 'Tillbell',
  loading: 'Loading',
  close: 'Close',
  skip: 'Skip to the page',
  navigation: 'Pages',
  pages: {
    now: 'Now',
    events: 'Events',
    subjects: 'Subjects',
    rules: 'Rules',
    revenue: 'Revenue',
    quiet: 'Quiet',
    operations: 'Operations',
    setup: 'First run',
  },
  line: { connecting: 'Connecting', live: 'Live', lost: 'Connection lost, trying again' },
  theme: {
    label: 'Colours',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    next: (name: string) => `Colours: ${name}. Change`,
  },
  unknownPage: {
    title: 'There is no such page',
    text: 'The address names none of the console’s pages.',
    back: 'Go to Now',
  },
  failed: {
    offline: 'The service does not answer',
    offlineText: 'Perhaps it restarts. What is shown elsewhere on this page is what was last known.',
    absent: 'Not in this version',
    absentText: 'This service does not answer this question yet.',
    forbidden: 'Your role does not allow this',
    code: (code: string) => `The service answered with ${code}.`,
    again: 'Try again',
  },
  crashed: {
    title: 'This page has a fault',
    text: 'The rest of the console works. Loading the page again often helps; the fault is in the browser’s log.',
    again: 'Load again',
  },
  account: accountWords,
  signIn: signInWords,
  now: nowWords,
  events: eventWords,
  deliveries: deliveryWords,
  subjects: subjectWords,
  rules: ruleWords,
  revenue: revenueWords,
  quiet: quietWords,
  operations: operationWords,
  setup: setupWords,
} as const;
