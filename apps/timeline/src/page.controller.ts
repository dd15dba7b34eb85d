import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem, Public } from '@throughline/platform';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  // Not .js: the build would turn that into a module for Node.
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly bytes: Buffer;
}

/**
 * The pages at `/` and `/system`: a few static files, read once at the start. They hold nothing about anybody, so everybody on the network
 * may have them; what they show is asked for with a key.
 */
@ApiExcludeController()
@Controller()
export class PageController {
  private readonly files = filesOf(join(__dirname, 'page'));

  @Get()
  @Public()
  page(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): void {
    this.send('index.html', known, reply);
  }

  @Get('system')
  @Public()
  system(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): void {
    this.send('system.html', known, reply);
  }

  @Get('page/:file')
  @Public()
  file(@Param('file') file: string, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): void {
    this.send(file, known, reply);
  }

  private send(name: string, known: string | undefined, reply: FastifyReply): void {
    const file = this.files.get(name);
    if (file === undefined) throw new Problem(404, 'NOT_FOUND', 'there is no such file');
    void reply.headers({
      'Content-Type': file.type,
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-cache',
      ETag: file.etag,
    });
    if (known === file.etag) void reply.status(304).send();
    else void reply.send(file.bytes);
  }
}

function filesOf(folder: string): ReadonlyMap<string, PageFile> {
  return new Map(
    readdirSync(folder).flatMap((name) => {
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      const bytes = readFileSync(join(folder, name));
      return [[name, { type, bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }] as const];
    }),
  );
}
