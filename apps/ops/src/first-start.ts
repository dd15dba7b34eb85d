import { Inject, Injectable } from '@nestjs/common';
import type { Alone } from '@throughline/kernel';
import { ALONE } from '@throughline/platform';
import { Keys } from './keys';

/** What is said on the terminal when the server is up: where it is, and on the very first start how to begin. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly keys: Keys,
    @Inject(ALONE) private readonly alone: Alone,
  ) {}

  /** Where everything is at this address. Makes the first staff key if there is none; it is shown this once. */
  async greeting(url: string): Promise<string> {
    const key = await this.firstKey();
    if (key === null) return `\nThroughline is running on ${url}\n`;
    return `
Throughline is running on ${url}

This is its first start, so here is a staff key. It is shown only now; keep it safe:

  ${key}

Send a first event, and look at it on a timeline:

  curl -s ${url}/events \\
    -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/cloudevents+json' \\
    -d '{"specversion":"1.0","id":"1","source":"/shop","type":"shop.order-placed","subject":"email:jane@example.com","data":{"order":"A-1","total":"99.50 EUR"}}' \\
  && sleep 1 && curl -s '${url}/customers/jane@example.com/timeline' -H 'Authorization: Bearer ${key}'

or in the browser: ${url}/?customer=jane@example.com#key=${key}
`;
  }

  /** Where this process is one of many behind an address it does not know. However many copies start at once, one of them shows a key. */
  async greetingOfOne(url: string): Promise<string> {
    const key = await this.firstKey();
    if (key === null) return `\nThroughline ops is running on ${url}\n`;
    return `
Throughline ops is running on ${url}

This company has no staff key yet, so here is one. It is shown only now, by this copy alone; keep it safe:

  ${key}

Where logs are kept, this one is too: make another one with it ("throughline key create"), then disable it.
`;
  }

  /** Whoever crashes in between leaves the turn, and the task, to the next one. */
  private async firstKey(): Promise<string | null> {
    if (await this.keys.anyStaff()) return null;
    return this.alone('first key', new AbortController().signal, async () => {
      if (await this.keys.anyStaff()) return null;
      return (await this.keys.create('staff', 'first key of this company')).key;
    });
  }
}
