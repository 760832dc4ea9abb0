import { describe, expect, test } from 'vitest';
import { initials, maskCards, maskEmail, maskEmails } from './mask.ts';

const hiddenNumber = '[card number hidden]';

describe('F74: card numbers and security codes', () => {
  test.each([
    ['4242424242424242'],
    ['4242 4242 4242 4242'],
    ['4242-4242-4242-4242'],
    ['4242.4242.4242.4242'],
    ['3782 822463 10005'],
    ['5555555555554444'],
    ['6011 1111 1111 1117'],
    ['4222222222222'],
    ['４２４２４２４２４２４２４２４２'],
    ['٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢'],
    ['𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐'],
    ['④②④②④②④②④②④②④②④②'],
    ['4242424242424242123'],
  ])('%s is hidden', (number) => {
    expect(maskCards(number)).toBe(hiddenNumber);
    expect(maskCards(`👍 my card ${number}, thanks`)).toBe(`👍 my card ${hiddenNumber}, thanks`);
  });

  test.each([
    '4242424242424241',
    'order 1234567890',
    '2026-11-23 10:15',
    'pi_3MtwBwLkdIwHu7ix28a3tqPa',
    '0000000000000000',
    '+49 30 901820',
  ])('%s stays', (text) => expect(maskCards(text)).toBe(text));

  test.each([
    ['CVC 123', 'CVC •••'],
    ['cvv: 1234 please', 'cvv: ••• please'],
    ['Security code is 999', 'Security code is •••'],
    ['Prüfziffer 007', 'Prüfziffer •••'],
    ['ＣＶＣ １２３', 'ＣＶＣ •••'],
    ['room 123', 'room 123'],
  ])('%s → %s', (text, expected) => expect(maskCards(text)).toBe(expected));
});

test('e-mail addresses and names', () => {
  expect(maskEmail('jane.doe@example.com')).toBe('j•••@e•••.com');
  expect(maskEmail('no address')).toBe('•••');
  expect(maskEmails('ask jane.doe@example.co.uk or ＪＯ＠example.com')).toBe('ask j•••@e•••.uk or Ｊ•••@e•••.com');
  expect(initials('Jenny Rosen')).toBe('J. R.');
  expect(initials('山田 太郎')).toBe('山. 太.');
  expect(initials('  !! ')).toBe('•••');
  expect(initials('A B C D')).toBe('A. B. C.');
});
