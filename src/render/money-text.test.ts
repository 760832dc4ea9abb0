import { describe, expect, test } from 'vitest';
import { formatMoney } from './money-text.ts';

// docs.stripe.com/currencies: every currency that Stripe presents, by the decimal places of its minor unit.
const zero = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf';
const three = 'bhd jod kwd omr tnd';
const two =
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd btn bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah uyu uzs wst xcd xcg yer zar zmw';
const all = [zero, two, three].flatMap((list, index) =>
  list.split(' ').map((currency) => [currency, [0, 2, 3][index] ?? 0] as const),
);

const digits = (text: string) => (/\d[\d,]*(?:\.\d+)?/.exec(text)?.[0] ?? '').replaceAll(',', '');

describe('F97: every currency of Stripe, exact', () => {
  test.each(all)('%s has %i decimals', (currency, decimals) => {
    const text = formatMoney({ minor: '1234567', currency }, 'en-US');
    expect(digits(text)).toBe(
      decimals === 0 ? '1234567' : `${'1234567'.slice(0, -decimals)}.${'1234567'.slice(-decimals)}`,
    );
    expect(digits(formatMoney({ minor: '0', currency }, 'en-US'))).toBe(
      decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`,
    );
    expect(formatMoney({ minor: '-5', currency }, 'en-US')).toMatch(/^-/);
  });

  test.each(['isk', 'ugx'])('%s is sent times 100 and paid in wholes', (currency) => {
    expect(digits(formatMoney({ minor: '50000', currency }, 'en-US'))).toBe('500');
    expect(digits(formatMoney({ minor: '50050', currency }, 'en-US'))).toBe('500.50');
  });

  test('F98: beyond 2^53, negative, in other locales', () => {
    expect(formatMoney({ minor: '900719925474099312345', currency: 'usd' }, 'en-US')).toBe(
      '$9,007,199,254,740,993,123.45',
    );
    expect(formatMoney({ minor: '-123456', currency: 'eur' }, 'de-DE')).toBe('-1.234,56\u00a0€');
    expect(formatMoney({ minor: '500', currency: 'jpy' }, 'ja-JP')).toBe('￥500');
    expect(formatMoney({ minor: '1234', currency: 'kwd' }, 'en-US')).toBe('KWD\u00a01.234');
  });

  test('an unknown locale or currency still gives the amount', () => {
    expect(formatMoney({ minor: '4200', currency: 'eur' }, 'no such locale')).toBe('€42.00');
    expect(formatMoney({ minor: '4200', currency: 'x1' }, 'en-US')).toBe('42.00 X1');
    expect(digits(formatMoney({ minor: '4200', currency: 'qqq' }, 'en-US'))).toBe('42.00');
  });
});
