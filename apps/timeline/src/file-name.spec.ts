// Pure: names of files as senders write them, and as browsers read them.
import fc from 'fast-check';
import { cleanFileName, contentDisposition } from './file-name';

describe('a name', () => {
  it.each([
    ['offer.pdf', 'offer.pdf'],
    ['Angebot für Müller (3).pdf', 'Angebot für Müller (3).pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\offer.pdf', 'offer.pdf'],
    ['.htaccess', 'htaccess'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['harmless\u202efdp.exe', 'harmlessfdp.exe'],
    ['what?*<b>.txt', 'what___b_.txt'],
    ['  two   blanks .txt. ', 'two blanks .txt'],
    ['half \ud800.txt', 'half .txt'],
    ['Mu\u0308ller.pdf', 'Müller.pdf'],
  ])('%j is kept as %j', (name, clean) => expect(cleanFileName(name)).toBe(clean));

  it.each(['', ' ', '..', 'folder/', '\u202e', '...'])('%j is none', (name) => expect(cleanFileName(name)).toBeNull());

  it('once clean stays clean, and can stand in a header', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('.', ' ', '/', '"', '%', "'", 'ä', '\u202e', '\n', 'a') })), (name) => {
        const clean = cleanFileName(name);
        if (clean === null) return;
        expect(cleanFileName(clean)).toBe(clean);
        expect(contentDisposition(clean)).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.!~%-]*$/);
        expect(decodeURIComponent(contentDisposition(clean).split("UTF-8''").at(-1) ?? '')).toBe(clean);
      }),
    );
  });
});

it('is offered to be saved, with a spelling for old programs', () => {
  expect(contentDisposition('Angebot „für" Müller 100%.pdf')).toBe(`attachment; filename="Angebot _fur_ Muller 100_.pdf"; filename*=UTF-8''Angebot%20%E2%80%9Ef%C3%BCr%22%20M%C3%BCller%20100%25.pdf`);
  expect(contentDisposition("it's (1)*.txt")).toBe(`attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`);
});
