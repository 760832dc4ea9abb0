import type { Random } from './random.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly country: string;
  readonly city: string;
  readonly postalCode: string;
  readonly line1: string;
}

interface Place {
  readonly country: string;
  readonly city: string;
  readonly postalCode: string;
  readonly line1: string;
  readonly phone: string;
}

const given = [
  'Jenny',
  'Anna',
  'Björn',
  'Chidi',
  'Aiko',
  'Zoë',
  'Lukas',
  'Fatima',
  'Olivia',
  'Mateo',
  'Ngozi',
  'Þóra',
  'Réka',
] as const;
const family = [
  'Rosen',
  'Müller',
  "O'Brien",
  'Okafor',
  'Tanaka',
  'van Dijk',
  'Kovács',
  'García',
  'Al-Sabah',
  'Jónsdóttir',
  'Smith & Sons',
] as const;
const places: readonly [Place, ...Place[]] = [
  { country: 'DE', city: 'Berlin', postalCode: '10115', line1: 'Invalidenstraße 7', phone: '+493012345' },
  { country: 'FR', city: 'Lyon', postalCode: '69002', line1: '12 rue de la République', phone: '+33472000000' },
  { country: 'US', city: 'San Francisco', postalCode: '94103', line1: '510 Townsend St', phone: '+14155550100' },
  { country: 'GB', city: 'Leeds', postalCode: 'LS1 4AP', line1: '1 City Square', phone: '+441130000000' },
  { country: 'JP', city: '大阪市', postalCode: '530-0001', line1: '梅田3丁目1-1', phone: '+81600000000' },
  { country: 'KW', city: 'Kuwait City', postalCode: '15000', line1: 'Arabian Gulf St 4', phone: '+96522000000' },
  { country: 'HU', city: 'Budapest', postalCode: '1051', line1: 'Széchenyi tér 5', phone: '+3610000000' },
  { country: 'IS', city: 'Reykjavík', postalCode: '101', line1: 'Laugavegur 10', phone: '+3545000000' },
];

/** Somebody who does not exist: all mail goes to example.com, the domain that RFC 2606 keeps free. */
export function anyPerson(random: Random): Person {
  const [first, last] = [random.pick(given), random.pick(family)];
  const local = `${first}.${last}`
    .normalize('NFD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase();
  return { name: `${first} ${last}`, email: `${local}.${random.int(1, 999)}@example.com`, ...random.pick(places) };
}

/** Currencies that the stories trade in: two, none and three decimals, and the two that Stripe sends times 100. */
export const tradedCurrencies = ['eur', 'usd', 'gbp', 'jpy', 'kwd', 'huf', 'isk'] as const;
export type TradedCurrency = (typeof tradedCurrencies)[number];
