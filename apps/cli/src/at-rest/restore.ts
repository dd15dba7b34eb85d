import { openArchive, restoreCompany, type Company, type Comparison, type Work } from '@throughline/archive';
import { adoptMasterKey, beginRestoring, endRestoring, hasCompany, masterKeyOf, openAtRest, type Config } from '@throughline/platform';
import { masterKeyIn } from '@throughline/vault';
import { readFileSync } from 'node:fs';
import { Failure } from '../refused';
import { companyOf, warn, working } from './company';

interface Options {
  readonly from: string;
  readonly data?: string;
  readonly masterKey?: string;
}

export async function restoreFrom(options: Options): Promise<void> {
  const comparisons = await working((work) => restored(options, work));
  process.stdout.write(comparisons.map(linesOf).join(''));
  const differences = comparisons.flatMap(({ difference }) => difference ?? []);
  if (differences.length > 0) throw new Failure(`what was restored is not what was exported: ${differences.join('; ')}`);
  process.stdout.write('what was restored is what was exported\n');
}

/** Nothing is written anywhere before the archive was found whole. */
async function restored({ from, data, masterKey: file }: Options, work: Work): Promise<readonly Comparison[]> {
  const config = companyOf(data);
  const own = masterKeyOf(config);
  const masterKey = file === undefined ? own : readKey(file);
  if (masterKey === null) throw new Failure(`${config.dataFolder} has no master key yet: name that of the company the archive was taken from with --master-key FILE, or set THROUGHLINE_MASTER_KEY`);
  const archive = await openArchive(from, masterKey);
  await archive.check(work);
  if (own === null) adoptMasterKey(config.dataFolder, masterKey);
  const isNew = config.distributed === undefined && !hasCompany(config.dataFolder);
  if (isNew) beginRestoring(config.dataFolder);
  const comparisons = await intoTarget(config, (company) => restoreCompany(archive, company, work));
  if (config.distributed === undefined && comparisons.every(({ difference }) => difference === null)) endRestoring(config.dataFolder);
  return comparisons;
}

async function intoTarget<Result>(config: Config, act: (company: Company) => Promise<Result>): Promise<Result> {
  const { close, ...company } = await openAtRest(config, warn);
  try {
    return await act(company);
  } finally {
    await close();
  }
}

function readKey(file: string): Buffer {
  try {
    return masterKeyIn(readFileSync(file, 'utf8'), file);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Failure(`there is no file ${file}`) : error;
  }
}

function linesOf({ part, exported, found }: Comparison): string {
  const line = (what: string, { count, digest }: Comparison['found']): string => `${part.padEnd(12)} ${what.padEnd(9)} ${count.toLocaleString('en').padStart(12)}  ${digest}\n`;
  return line('exported', exported) + line('found', found);
}
