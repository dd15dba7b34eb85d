import { parseIdentifier } from '@throughline/identity';
import type { Identifier } from '@throughline/kernel';
import { Problem } from '@throughline/platform';

/** The one identifier a command is about. Unlike a question it is never answered by trying several types: what is recorded stays. */
export function namedCustomer(text: string): Identifier {
  const identifier = parseIdentifier(text);
  if (identifier === null) throw new Problem(400, 'IDENTIFIER_INVALID', 'an identifier is "type:value" or an e-mail address, a phone number or an id, at most 320 characters');
  return identifier;
}
