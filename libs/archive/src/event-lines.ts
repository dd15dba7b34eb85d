import type { StoredEvent } from '@throughline/kernel';

/** Members in the order they are stored in, so that the body comes back character by character. */
export function eventLine(event: StoredEvent): string {
  return JSON.stringify({ ...event, position: String(event.position) });
}

export function eventOf(line: string): StoredEvent {
  const event = JSON.parse(line) as Omit<StoredEvent, 'position'> & { readonly position: string };
  return { ...event, position: BigInt(event.position) };
}
