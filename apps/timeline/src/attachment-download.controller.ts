import { Controller, Get, Logger, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { BlobStoreError, type ByteRange } from '@throughline/blob-store';
import { Permission, Problem } from '@throughline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { AttachmentFiles } from './attachment-files';
import { attachmentById } from './attachment.queries';
import { attachmentView, type AttachmentDocument } from './attachment.view';
import { rangeIn } from './byte-range';
import { CustomerThings } from './customer-things';
import { contentDisposition } from './file-name';

@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class AttachmentDownloadController {
  private readonly log = new Logger('attachments');

  constructor(
    private readonly files: AttachmentFiles,
    private readonly things: CustomerThings,
  ) {}

  /** The file, to be saved: whole, or the part a `Range` asks for. Its ETag is the SHA-256 of its content. */
  @Get('attachments/:id')
  @Permission('customers:read')
  async download(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const attachment = await this.attachment(id);
    const { headers } = request;
    const etag = `"${attachment.hash}"`;
    void reply.headers(headersOf(attachment, etag));
    if (matches(headers['if-none-match'], etag)) return void reply.status(304).send();
    const asked = headers['if-range'] === undefined || headers['if-range'] === etag ? rangeIn(headers.range, attachment.bytes) : null;
    if (asked === 'unsatisfiable') throw new Problem(416, 'RANGE_NOT_SATISFIABLE', `the file has ${attachment.bytes} bytes`);
    const range = asked ?? { from: 0, to: attachment.bytes };
    const content = await this.content(attachment, range);
    if (asked !== null) void reply.status(206).header('Content-Range', `bytes ${range.from}-${range.to - 1}/${attachment.bytes}`);
    void reply.header('Content-Type', attachment.mediaType).header('Content-Length', range.to - range.from);
    // A stream even where there is nothing to send, so that HEAD says the length of what GET would send.
    await reply.send(request.method === 'HEAD' ? Readable.from([]) : this.watched(content, id));
  }

  private async attachment(id: string): Promise<AttachmentDocument> {
    const found = await attachmentById(await this.things.shelf(attachmentView.name), id);
    if (found === null) throw new Problem(404, 'ATTACHMENT_NOT_FOUND', 'there is no attachment with this id');
    if (found.status === 'none') throw new Problem(410, 'ATTACHMENT_WITHDRAWN', 'this attachment was withdrawn');
    if (found.hash === null) throw erased();
    return found;
  }

  private async content(attachment: AttachmentDocument, range: ByteRange): Promise<AsyncIterable<Buffer>> {
    const content = await this.files.open(attachment, range);
    if (content === null) throw erased();
    return content;
  }

  /** The status is sent by then: a file that turns out to be damaged breaks off, and the log says why. */
  private watched(content: AsyncIterable<Buffer>, attachmentId: string): Readable {
    const stream = Readable.from(content, { objectMode: false });
    stream.on('error', (error) => error instanceof BlobStoreError && this.log.error({ code: error.code, attachmentId }));
    return stream;
  }
}

/** Whatever it is, it is never run: not as a page, not as a script, not guessed to be something else. */
function headersOf({ name, attachmentId }: AttachmentDocument, etag: string): Record<string, string> {
  return {
    ETag: etag,
    'Content-Disposition': contentDisposition(name ?? attachmentId),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-cache',
    'Accept-Ranges': 'bytes',
  };
}

function erased(): Problem {
  return new Problem(410, 'ATTACHMENT_ERASED', 'what was known of this customer was erased for good; nobody can read this file any more');
}

function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));
}
