import { setTimeout as pause } from 'node:timers/promises';
import { chanceOf, type Chance } from '../faults/chance';
import { FaultFound } from '../faults/fault-found';
import type { Ledger } from '../faults/ledger';
import { Speaker, type Request } from '../faults/request';
import type { Door } from '../faults/writers';
import type { Copy } from './copy';

export interface LoadSettings {
  /** Acknowledged, after which nothing new is begun. */
  readonly events: number;
  readonly perSecond: number;
  readonly seed: string;
}

const WRITERS = 8;
/** Milliseconds. */
const BETWEEN = 100;
const PACE = 25;
const ANSWERED_WITHIN = 180_000;
/** What the process that takes events, and nothing else, answers. */
const OF_INTAKE = ['/events', '/import'];
/** Milliseconds after which something falls due that was put off. */
const SOON = 20_000;

/** Clients that send to whichever copy is there, and send again, word for word, until they are answered. */
export class Load {
  private held = false;
  /** Events that may have been acknowledged by now. */
  private allowed = 0;

  constructor(
    private readonly copies: readonly Copy[],
    private readonly ledger: Ledger,
    private readonly settings: LoadSettings,
  ) {}

  /** Resolves when everything was sent and answered. Throws `FaultFound`. */
  async run(): Promise<void> {
    const pacing = setInterval(() => (this.allowed += this.held ? 0 : (this.settings.perSecond * PACE) / 1_000), PACE);
    await Promise.all(Array.from({ length: WRITERS }, (_, index) => this.write(`${this.settings.seed}-${index}`))).finally(() => clearInterval(pacing));
  }

  /** Nothing new is sent until `release`; what is underway goes on. */
  hold(): void {
    this.held = true;
  }

  release(): void {
    this.held = false;
  }

  private async write(name: string): Promise<void> {
    const chance = chanceOf(name);
    const speaker = new Speaker(name, chance);
    const mine = speaker.next();
    let isOpen = false;
    while (this.ledger.events < this.settings.events) {
      if (this.held || this.ledger.events > this.allowed) {
        await pause(PACE);
        continue;
      }
      const request = isOpen ? nextRequest(speaker, chance, mine) : speaker.open(mine);
      isOpen = true;
      await Promise.all([this.deliver(request, chance), chance.happens(0.05) ? this.deliver(request, chance) : null]);
    }
  }

  private async deliver(request: Request, chance: Chance): Promise<void> {
    for (const end = Date.now() + ANSWERED_WITHIN; Date.now() < end; await pause(BETWEEN)) {
      const door = this.doorFor(request, chance);
      if (door === null) continue;
      const answer = await door.send(request);
      if (answer !== null && !this.ledger.unanswered.has(request)) return;
    }
    throw new FaultFound(`${request.method} ${request.path} was never answered`);
  }

  private doorFor({ path }: Request, chance: Chance): Door | null {
    const there = this.copies.filter(({ door, settings }) => door !== null && (settings.app === 'all-in-one' || OF_INTAKE.includes(path)));
    return there.length === 0 ? null : chance.pick(there as [Copy, ...Copy[]]).door;
  }
}

/** `mine`: what nobody else writes to. */
function nextRequest(speaker: Speaker, chance: Chance, mine: string): Request {
  const dice = chance.between(1, 100);
  if (dice <= 45) return speaker.events();
  if (dice <= 47) return speaker.import();
  if (dice <= 60) return speaker.note();
  if (dice <= 70) return speaker.owner();
  if (dice <= 74) return speaker.link();
  if (dice <= 79) return speaker.followUp(Date.now() + chance.between(1, SOON));
  if (dice <= 85) return speaker.ticket();
  if (dice <= 90) return chance.happens(0.3) ? speaker.open('everybodys') : speaker.advance('everybodys');
  return chance.happens(0.1) ? speaker.win(mine) : speaker.advance(mine);
}
