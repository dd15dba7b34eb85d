import { Injectable } from '@nestjs/common';
import { Keys } from './keys';

/** What is said on the terminal when the server is up: where it is, and on the very first start how to begin. */
@Injectable()
export class FirstStart {
  constructor(private readonly keys: Keys) {}

  /** Makes the first staff key if there is none; it is shown this once. */
  async greeting(url: string): Promise<string> {
    if (await this.keys.anyStaff()) return `\nThroughline is running on ${url}\n`;
    const { key } = await this.keys.create('staff', 'first key of this company');
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
}
