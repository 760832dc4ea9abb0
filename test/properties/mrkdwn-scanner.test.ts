import { describe, expect, it } from 'vitest';
import { scanMrkdwn, scanPlain } from './mrkdwn-scanner.ts';

const kinds = (text: string, verbatim = true) => scanMrkdwn(text, { verbatim }).map((mark) => mark.kind);

describe('the scanner that judges escaping', () => {
  it.each([
    ['<!channel>', ['broadcast']],
    ['<@U123>', ['user']],
    ['<!subteam^S1>', ['usergroup']],
    ['<!date^1^{date}|x>', ['date']],
    ['<https://evil.example|stripe.com>', ['link']],
    ['a :tada: b', ['emoji']],
    ['*bold* _it_ ~no~ `code`', ['code', 'bold', 'italic', 'strike']],
    ['&gt; quoted', ['quote']],
    ['a & b', ['broken-entity']],
    ['a &am…', ['broken-entity']],
    ['<https://a.example|cut', ['broken-token']],
    ['a\u202eb', ['hidden-character']],
    ['\ud83d', ['lone-surrogate']],
    ['order_12_b 2*3*4 12:30', []],
  ])('%j', (text, expected) => expect(kinds(text)).toEqual(expected));

  it('sees what Slack links by itself only where it does', () => {
    expect(kinds('see evil.example')).toEqual([]);
    expect(kinds('see evil.example and https://x @here', false)).toEqual(['bare-link', 'bare-link', 'bare-link']);
    expect(scanPlain(':tada:').map((mark) => mark.kind)).toEqual(['emoji']);
  });
});
