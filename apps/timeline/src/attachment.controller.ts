import { Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { MEDIA_TYPE } from '@throughline/contracts';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IsText, IsThingId, IsThingStream, Maybe, Message, Permission, Problem, SentFile, TakesFile, type CommandMessage, type FileInTransit } from '@throughline/platform';
import { AttachmentFiles } from './attachment-files';
import { ToAttachment } from './attachment.handler';
import { attachmentsOf } from './attachment.queries';
import { attachmentView, type AttachmentDocument } from './attachment.view';
import { CustomerThings, DEFAULT_LIST, ListOfCustomerRequest } from './customer-things';
import { cleanFileName } from './file-name';
import { namedCustomer } from './named-customer';

const UNKNOWN_MEDIA_TYPE = 'application/octet-stream';

export class AddAttachmentRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() attachmentId?: string;
  /** Of the file, without its folder. */
  @IsText(200) name!: string;
  /** What the file is, where the header `Content-Type` cannot say it. */
  @Maybe() @IsText(200) mediaType?: string;
  /** The stream of the thing it is about. */
  @Maybe() @IsThingStream() about?: string;
}

export class AttachmentsRequest extends ListOfCustomerRequest {
  /** The stream of the thing they are about. */
  @Maybe() @IsThingStream() about?: string;
}

@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class AttachmentController {
  constructor(
    private readonly bus: CommandBus,
    private readonly files: AttachmentFiles,
    private readonly things: CustomerThings,
  ) {}

  /** The body is the file, of any type, at most 25 MB; with an `Idempotency-Key` it may be sent again without being added twice. */
  @Post(':identifier/attachments')
  @TakesFile()
  @UseInterceptors(CommandAnswer)
  @Permission('customers:write')
  @ApiConsumes(UNKNOWN_MEDIA_TYPE)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async add(@Param('identifier') identifier: string, @Query() request: AddAttachmentRequest, @SentFile() file: FileInTransit, @Message() message: CommandMessage): Promise<Outcome> {
    const customer = namedCustomer(identifier);
    const described = { name: nameIn(request.name), mediaType: mediaTypeIn(request.mediaType, file.contentType), ...(request.about === undefined ? {} : { about: request.about }) };
    const { address: blob, bytes, hash } = await this.files.keep(customer, file);
    const data = { attachmentId: request.attachmentId ?? createdId(message, 'attachment'), customer, ...described, bytes, hash, blob };
    return this.bus.execute(new ToAttachment({ type: 'add-attachment', data }, message));
  }

  /** Newest first. */
  @Get(':identifier/attachments')
  @Permission('customers:read')
  async list(@Param('identifier') identifier: string, @Query() { limit = DEFAULT_LIST, minPosition, ...query }: AttachmentsRequest) {
    const { shelf, nodes } = await this.things.of(attachmentView.name, identifier, minPosition);
    const { attachments, after } = await attachmentsOf(shelf, nodes, { limit, ...query });
    return { attachments: attachments.map(shown), after };
  }
}

/** Where the blob lies and whose key opens it is nobody's business. */
function shown({ blob: _blob, owner: _owner, ...document }: AttachmentDocument): Omit<AttachmentDocument, 'blob' | 'owner'> {
  return document;
}

function nameIn(said: string): string {
  const name = cleanFileName(said);
  if (name === null) throw new Problem(400, 'FILE_NAME_INVALID', 'the name of a file has at least one visible character besides dots', { errors: [{ path: '/name', message: 'holds nothing a file can be called' }] });
  return name;
}

/** What is said on purpose has to be right; what a program says by the way may be anything. */
function mediaTypeIn(said: string | undefined, header: string | undefined): string {
  if (said !== undefined && !MEDIA_TYPE.test(said)) throw new Problem(400, 'MEDIA_TYPE_INVALID', 'a media type is "type/subtype" in small letters, such as application/pdf', { errors: [{ path: '/mediaType', message: 'must be type/subtype in small letters' }] });
  const type = said ?? header?.split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(type) ? type : UNKNOWN_MEDIA_TYPE;
}
