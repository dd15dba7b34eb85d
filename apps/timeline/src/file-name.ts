/** Folders a name came with; what no file system takes; what is not seen, or turns the reading direction round (`‮fdp.exe`). */
const PATH = /^.*[/\\]/su;
const REFUSED = /[<>:"|?*]/gu;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A name as it may be stored, shown and saved under; `null` = nothing is left of it. */
export function cleanFileName(name: string): string | null {
  const clean = name.normalize('NFC').replace(PATH, '').replaceAll(UNSEEN, '').replaceAll(REFUSED, '_').replaceAll(/\s+/gu, ' ').replaceAll(/^[. ]+|[. ]+$/gu, '');
  return clean === '' ? null : clean;
}

/**
 * To be saved, never to be shown in place: a page of ours would run what is in it. The name twice (RFC 6266): as it is in the encoding
 * of RFC 8187, and for what does not read that without all but ASCII.
 */
export function contentDisposition(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
