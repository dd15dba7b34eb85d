// Pure: the real decider, nothing else.
import type { AttachmentEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { attachment } from './attachment.decider';

const adding = { attachmentId: 'a-1', customer: { type: 'email', value: 'jane@example.com' }, name: 'offer.pdf', mediaType: 'application/pdf', bytes: 3, hash: 'a'.repeat(64), blob: 'b'.repeat(64) };
const added: AttachmentEvent = { type: 'customer.attachment-added', data: adding };

describe('an attachment', () => {
  it('is added once', () => {
    given(attachment).when('add-attachment', adding).then(added);
    given(attachment, added).when('add-attachment', adding).thenNothing();
  });
  it.each([{ hash: 'c'.repeat(64) }, { name: 'other.pdf' }, { about: 'ticket-1' }])('does not become another one: %j', (other) => given(attachment, added).when('add-attachment', { ...adding, ...other }).thenRejected('ATTACHMENT_EXISTS'));
});
