import { Type, type TObject, type TProperties } from '@sinclair/typebox';
import { personal } from './event-type';

/** The fields of an event: exactly these, so that nothing personal slips in unmarked and unsealed. */
export function fields<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}

/**
 * The id of a thing (ticket, opportunity …): not personal, stands in stream names in clear, for ever. Any visible text up to 200
 * characters, without half characters (two of them would be stored alike), and no e-mail address: that is the id of a person.
 */
export const THING_ID = /^(?!.*[^\s@]@[^\s@]+\.[^\s@])[^\p{Cc}\p{Cs}]{1,200}$/u;
export const ThingId = Type.String({ pattern: THING_ID.source });

/** The stream of a thing, `ticket-4711`: how one thing points at another. */
export const THING_STREAM = /^(?!.*[^\s@]@[^\s@]+\.[^\s@])[a-z][a-z-]{0,38}-[^\p{Cc}\p{Cs}]{1,472}$/u;
export const ThingStream = Type.String({ pattern: THING_STREAM.source });

export const Uuid = Type.String({ format: 'uuid' });

/** The place of an event in the whole store: digits, as every answer has them. The type needs `places`, since another store has others. */
export const Position = Type.String({ pattern: '^[0-9]{1,18}$' });

/** Our own people appear only as this; their names are sealed in their own stream. */
export const StaffActor = Type.Unsafe<`staff:${string}`>({ type: 'string', pattern: '^staff:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

/** A name out of a small, growing set that companies choose themselves (stages, queues of an import, channels). */
export const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,59}$' });

/** The way a customer was met: `email`, `phone`, `web`, `chat`, `letter`, `visit`, or one of the company's own. */
export const Channel = Slug;

/** Short, about things and not about people: products, queues, campaigns. */
export const Label = Type.String({ minLength: 1, maxLength: 200 });

/** Short, and somebody may have written a person's name into it. */
export const PersonalLabel = personal(Type.String({ minLength: 1, maxLength: 200 }));

/** What the system an event was imported from calls this step, word for word. */
export const Activity = Type.String({ minLength: 1, maxLength: 200 });

/** A day without a zone, `2026-03-31`. */
export const Day = Type.String({ format: 'date' });

/** A moment, RFC 3339 with its offset; what our own deciders write is UTC with milliseconds. */
export const Instant = Type.String({ format: 'date-time' });

/** What somebody wrote: it can name anybody, so it is always sealed. A sealed event has to stay under 256 KiB. */
export const FreeText = personal(Type.String({ minLength: 1, maxLength: 50_000 }));
export const ShortFreeText = personal(Type.String({ minLength: 1, maxLength: 2_000 }));

/** Exactly one of these words. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  return Type.Unsafe<Word>({ type: 'string', enum: [...words] });
}
