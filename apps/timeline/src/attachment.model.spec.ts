// Pure: the decider of attachments under commands by chance.
import { attachmentAdded } from '@throughline/contracts';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { attachment, type AttachmentCommand } from './attachment.decider';

it('is what it was first, for ever', () => {
  expectModel({
    decider: attachment,
    facts: [attachmentAdded],
    commands: valuesOf(attachmentAdded.schema).map((data) => ({ type: 'add-attachment', data }) as AttachmentCommand),
    invariant: ({ before, command, events, after }) => {
      expect(after).toEqual(before.status === 'none' ? { status: 'added', added: command.data } : before);
      expect(events).toHaveLength(before.status === 'none' ? 1 : 0);
    },
  });
});
