import { Inject, Injectable } from '@nestjs/common';
import type { SourceEvent } from '@throughline/contracts';
import { freshId, Journal } from '@throughline/event-store';
import { Problem, VAULT, type Principal } from '@throughline/platform';
import { hashBearerKey, newBearerKey, type Credential, type Vault } from '@throughline/vault';

export interface CreatedKey {
  readonly keyId: string;
  readonly source: string;
  readonly actor: string;
  readonly kind: Credential['kind'];
  /** Shown once; only its hash is kept. */
  readonly key: string;
}

/** Who made a key when nobody was there yet. */
const SETUP = { actor: 'process:setup', source: 'throughline' } as const;

/** Bearer keys: their hashes lie in the vault, that there is one and who made it is recorded as events of the source's stream. */
@Injectable()
export class Keys {
  constructor(
    @Inject(VAULT) private readonly vault: Vault,
    private readonly journal: Journal,
  ) {}

  async anyStaff(): Promise<boolean> {
    return (await this.vault.credentials()).some((credential) => credential.kind === 'staff' && !credential.disabled);
  }

  list(): Promise<readonly Credential[]> {
    return this.vault.credentials();
  }

  /** A key with a new source of its own. */
  async create(kind: Credential['kind'], name: string, by: Pick<Principal, 'actor' | 'source'> = SETUP): Promise<CreatedKey> {
    const sourceId = freshId();
    await this.record(by, { type: 'settings.source-registered', data: { sourceId, name, kind } });
    return this.issue(kind, sourceId, by);
  }

  /** Another key for the source of this one, so that keys can be changed while the source stays. The old one goes on until it is disabled. */
  async rotate(keyId: string, by: Principal): Promise<CreatedKey> {
    const { kind, source } = await this.find(keyId);
    return this.issue(kind, source, by);
  }

  private async issue(kind: Credential['kind'], sourceId: string, by: Pick<Principal, 'actor' | 'source'>): Promise<CreatedKey> {
    const keyId = freshId();
    const actor = kind === 'staff' ? `staff:${sourceId}` : `source:${sourceId}`;
    await this.record(by, { type: 'settings.key-created', data: { keyId, sourceId, kind } });
    const key = newBearerKey(kind);
    await this.vault.putCredential({ hash: hashBearerKey(key), id: keyId, kind, actor, source: sourceId, createdAt: new Date().toISOString(), disabled: false });
    return { keyId, source: sourceId, actor, kind, key };
  }

  async disable(keyId: string, by: Principal): Promise<void> {
    const credential = await this.find(keyId);
    if (credential.disabled) return;
    // The door is closed first: an event about it that fails to be written must not leave it open.
    await this.vault.putCredential({ ...credential, disabled: true });
    await this.record(by, { type: 'settings.key-disabled', data: { keyId, sourceId: credential.source } });
  }

  private async find(keyId: string): Promise<Credential> {
    const credential = (await this.vault.credentials()).find(({ id }) => id === keyId);
    if (credential === undefined) throw new Problem(404, 'KEY_NOT_FOUND', 'there is no key with this id');
    return credential;
  }

  private async record(by: Pick<Principal, 'actor' | 'source'>, fact: SourceEvent): Promise<void> {
    const id = freshId();
    const draft = { ...fact, id, source: by.source, actor: by.actor, occurredAt: new Date().toISOString(), correlationId: id, causationId: null };
    const { head } = await this.journal.load(this.journal.streamOf(draft));
    const { stream, events } = this.journal.address(head, [draft]);
    const result = await this.journal.append(stream, head.revision, events);
    if (result.kind === 'conflict') throw new Problem(409, 'CHANGED_MEANWHILE', 'somebody else changed the keys of this source at the same moment; try again');
  }
}
