import { existsSync } from 'node:fs';

/** Where strace is; `undefined` = it is not installed. */
export const strace = ['/usr/bin/strace', '/bin/strace'].find((file) => existsSync(file));

/** A call during which another thread made one stands in two lines: it counts where it ended. */
export function wholeLines(trace: string): readonly string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [thread = ''] = line.split(' ', 1);
    if (line.endsWith('<unfinished ...>')) {
      begun.set(thread, line.replace('<unfinished ...>', ''));
      return [];
    }
    return [line.replace(/^\d+ +<\.\.\. \w+ resumed>/, () => begun.get(thread) ?? '')];
  });
}
