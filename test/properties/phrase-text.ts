import { decimalText } from '../../src/domain/money.ts';
import type { Phrase } from '../../src/domain/phrase.ts';

/** A phrase as plain text, nothing redacted and nothing escaped: for assertions only. */
export function phraseText(phrase: Phrase): string {
  return phrase
    .map((part) => {
      switch (part.type) {
        case 'words':
        case 'term':
        case 'catalog':
        case 'name':
        case 'email':
        case 'phone':
        case 'address':
        case 'ip':
        case 'last4':
        case 'free':
          return part.text;
        case 'money':
          return `${decimalText(part.money)} ${part.money.currency.toUpperCase()}`;
        case 'date':
          return new Date(part.at * 1000).toISOString().slice(0, part.style === 'date' ? 10 : 16);
        case 'number':
          return `${part.value}${part.unit ?? ''}`;
        case 'link':
          return part.label;
        case 'slack_user':
          return part.id;
        default:
          return part satisfies never;
      }
    })
    .join('');
}
