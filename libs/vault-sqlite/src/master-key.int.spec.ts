// Real: files in a temporary folder; the environment is an object of the test's own.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMasterKey } from './master-key';

describe('the master key', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-master-key-'));
    file = join(folder, 'master.key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made at the first start, readable by its owner only', () => {
    const key = loadMasterKey(file, {});
    expect(key).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(`${key.toString('base64')}\n`);
  });

  it('is the same at every later start', () => {
    expect(loadMasterKey(file, {})).toEqual(loadMasterKey(file, {}));
  });

  it('comes from the environment first, and then no file is made', () => {
    const key = randomBytes(32);
    expect(loadMasterKey(file, { THROUGHLINE_MASTER_KEY: key.toString('base64') })).toEqual(key);
    expect(loadMasterKey(file, { THROUGHLINE_MASTER_KEY: key.toString('base64url') })).toEqual(key);
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  it.each(['short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), 'x'.repeat(64), `${'!'.repeat(43)}=`])('is refused when it is no 32 bytes in base64: %s', (text) => {
    expect(() => loadMasterKey(file, { THROUGHLINE_MASTER_KEY: text })).toThrow(expect.objectContaining({ code: 'VAULT_WRONG_MASTER_KEY', message: expect.stringContaining('THROUGHLINE_MASTER_KEY') as string }));
  });

  it('is never made anew over a file that is there, and the refusal does not show what it holds', () => {
    writeFileSync(file, 'half a k');
    expect(() => loadMasterKey(file, {})).toThrow(`${file} holds no master key, which is 32 bytes in base64`);
    expect(() => loadMasterKey(file, {})).not.toThrow('half');
    writeFileSync(file, '');
    expect(() => loadMasterKey(file, {})).toThrow(/delete it and start again/);
  });
});
