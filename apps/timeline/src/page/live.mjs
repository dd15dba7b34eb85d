import { ask, customerPath } from './api.mjs';

/** Milliseconds. The server says something at least every 15 s; silence beyond it means the line is dead. */
const SILENCE = 40_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/**
 * Follows a customer's timeline from a mark on and never misses an entry: after a lost line it goes on from the last one seen
 * (an entry may come twice, so whoever listens replaces by event id). EventSource cannot send a key, hence fetch.
 *   tell.state('on' | 'lost')   tell.entry(entry)   tell.identity()   tell.refused(error) for what no patience heals
 * Answers with a function that ends it.
 */
export function follow(identifier, mark, tell) {
  const end = new AbortController();
  let wait = FIRST_WAIT;

  async function listen() {
    const line = new AbortController();
    const cut = () => line.abort();
    end.signal.addEventListener('abort', cut);
    let watchdog;
    const heard = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(cut, SILENCE);
    };
    try {
      heard();
      const response = await ask(`${customerPath(identifier)}/timeline/live`, { signal: line.signal, headers: { Accept: 'text/event-stream', 'Last-Event-ID': mark } });
      tell.state('on');
      wait = FIRST_WAIT;
      for await (const message of messages(response.body, heard)) {
        if (end.signal.aborted) return;
        mark = message.id ?? mark;
        if (message.event === 'entry') tell.entry(JSON.parse(message.data));
        if (message.event === 'identity') tell.identity();
      }
    } finally {
      clearTimeout(watchdog);
      end.signal.removeEventListener('abort', cut);
    }
  }

  async function forever() {
    while (!end.signal.aborted) {
      await listen().catch((error) => {
        if (error.status >= 400 && error.status < 500 && error.status !== 429) {
          end.abort();
          tell.refused(error);
        }
      });
      if (end.signal.aborted) return;
      tell.state('lost');
      await pause(wait * (0.75 + Math.random() / 2), end.signal);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  void forever();
  return () => end.abort();
}

/** Server-sent events by hand: fields up to an empty line are one message; a line that begins with a colon only says "still here". */
async function* messages(body, heard) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let held = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const blocks = (held + decoder.decode(value, { stream: true })).split('\n\n');
    held = blocks.pop();
    for (const block of blocks) {
      const message = { data: [] };
      for (const line of block.split('\n')) {
        const [, field, content] = /^([a-z]+): ?(.*)$/s.exec(line) ?? [];
        if (field === 'data') message.data.push(content);
        else if (field !== undefined) message[field] = content;
      }
      if (message.data.length > 0) yield { ...message, data: message.data.join('\n') };
    }
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const now = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', now, { once: true });
    window.addEventListener('online', now, { once: true });
  });
}
