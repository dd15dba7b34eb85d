// Real: every Markdown file of this checkout and the files its links lead to. Addresses of the web are not asked.
import path from 'node:path';
import { findings, ourFiles, pathsBelow, type Rule, type SourceFile } from './sources';

const files = ourFiles();

/** Relative links and images, with the heading they point at. */
function deadLinks(paths: ReadonlySet<string>, texts: ReadonlyMap<string, string>): Rule {
  return (file) =>
    linksOf(file).flatMap((link) => {
      const [target = '', heading] = link.split('#');
      const found = target === '' ? file.path : path.posix.normalize(path.posix.join(path.posix.dirname(file.path), target)).replace(/\/$/, '');
      const isThere = paths.has(found) || [...paths].some((known) => known.startsWith(`${found}/`));
      if (!isThere) return [`${link} leads nowhere`];
      return heading === undefined || !found.endsWith('.md') || headingsOf(texts.get(found) ?? '').has(heading) ? [] : [`${link}: no such heading`];
    });
}

function linksOf({ path: name, text }: SourceFile): readonly string[] {
  if (!name.endsWith('.md')) return [];
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '').filter((link) => !/^[a-z]+:/.test(link));
}

/** As code forges make anchors: lower case, words joined by hyphens, punctuation dropped. */
function headingsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(headings.map((heading) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-')));
}

it('no link of the documentation is dead', () => {
  const rule = deadLinks(new Set(pathsBelow('')), new Map(files.map((file) => [file.path, file.text])));
  expect(findings(rule, files)).toEqual([]);
});

it('finds a dead link and a missing heading, and follows those that live', () => {
  const text = '# A page\n[a](b.md) [c](#c) [d](#a-page) [e](../LICENSE) [f](../docs/) [g](https://example.org) `[h](i)`';
  const rule = deadLinks(new Set(['docs/a.md', 'LICENSE']), new Map([['docs/a.md', text]]));
  expect(rule({ path: 'docs/a.md', text })).toEqual(['b.md leads nowhere', '#c: no such heading']);
});
