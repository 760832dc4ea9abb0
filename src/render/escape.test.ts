import { describe, expect, test } from 'vitest';
import { breakAutoLinks, escapeMrkdwn, linkToken, mentionToken, plainText, safeUrl } from './escape.ts';

describe('escapeMrkdwn', () => {
  test.each([
    ['F69 a mention', '<!channel> <@U1>', '&lt;!channel&gt; &lt;@U1&gt;'],
    ['F70 a link', '<https://evil.example|stripe.com>', '&lt;https://evil.example|stripe.com&gt;'],
    ['F70 an entity that is text already', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['F71 formats', '*a* _b_ ~c~ `d`', '∗a∗ ˍbˍ ∼c∼ ˋdˋ'],
    ['F71 ids keep their underscores', 'order_12 sub_1', 'order_12 sub_1'],
    ['F71 newlines', 'a\n*Paid with* x\r\nb\u2028c', 'a ∗Paid with∗ x b c'],
    ['F71 a quote', '>> hello', '›› hello'],
    ['F72 a right-to-left override', 'gpj\u202eexe.', 'gpjexe.'],
    ['F72 zero width', 'a\u200bb\u2060c\ufeffd', 'abcd'],
    ['F73 an emoji name', ':white_check_mark: ::a:: :日本:', '∶white_check_mark: ∶∶a∶: ∶日本:'],
    ['F16 a lone surrogate and NUL', '\ud83d a\0b', '\ufffd a b'],
    ['a family, a flag keycap and Hindi stay', '👨‍👩‍👧 1️⃣ क्‍ष', '👨‍👩‍👧 1️⃣ क्‍ष'],
    ['Hebrew is isolated from the amounts beside it', 'שלום', '\u2068שלום\u2069'],
  ])('%s', (_title, text, expected) => expect(escapeMrkdwn(text)).toBe(expected));

  test('F73: plain text keeps its signs but shows no emoji name', () => {
    expect(plainText('<b> & *x* :tada:')).toBe('<b> & *x* ∶tada:');
  });

  test('what Slack links by itself is taken apart in `text`, our own tokens are not', () => {
    expect(breakAutoLinks('see https://evil.example, a@b.example <https://stripe.com|x.com> @here 42.00')).toBe(
      'see https:⁄⁄evil․example, a@b․example <https://stripe.com|x.com> ＠here 42.00',
    );
  });
});

describe('safeUrl', () => {
  const view = { consoleUrl: 'http://127.0.0.1:4242', linkHosts: ['crm.example.com'] };
  test.each([
    ['https://dashboard.stripe.com/payments/pi_1?a=1&b=2', 'https://dashboard.stripe.com/payments/pi_1?a=1&b=2'],
    ['http://127.0.0.1:4242/events', 'http://127.0.0.1:4242/events'],
    ['https://crm.example.com/a|b>c', 'https://crm.example.com/a%7Cb%3Ec'],
    ['https://crm.example.com.evil.example/', null],
    ['https://evil.example/stripe.com', null],
    ['https://stripe.com.evil.example/', null],
    ['https://notstripe.com/', null],
    ['http://dashboard.stripe.com/', null],
    ['https://stripe.com@evil.example/', null],
    ['https://user:pass@dashboard.stripe.com/', null],
    ['javascript:alert(1)', null],
    ['', null],
    [`https://dashboard.stripe.com/${'a'.repeat(3_000)}`, null],
  ])('F70: %s', (url, expected) => expect(safeUrl(url, view)).toBe(expected));

  test('F70: a label cannot end its token', () => {
    expect(linkToken('https://stripe.com/?a=1&b=2', 'a|b> <!here>')).toBe(
      '<https://stripe.com/?a=1&amp;b=2|a❘b&gt; &lt;!here&gt;>',
    );
    expect(linkToken('https://stripe.com/', '')).toBe('<https://stripe.com/|Open>');
  });
});

test('F69: only what is exactly a mention mentions', () => {
  for (const mention of ['<!here>', '<!channel>', '<!subteam^S0FINANCE>', '<@U012>'])
    expect(mentionToken(mention)).toBe(mention);
  for (const other of ['@here', '<!here> <!channel>', '<https://evil.example|x>', '<!subteam^S1|x>', '', null])
    expect(mentionToken(other)).toBeNull();
});
