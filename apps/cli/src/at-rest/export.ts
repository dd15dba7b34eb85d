import { exportCompany, type Work } from '@throughline/archive';
import { hasCompany, openAtRest } from '@throughline/platform';
import { Failure } from '../refused';
import { companyOf, warn, working } from './company';

export async function exportTo({ out, data }: { readonly out: string; readonly data?: string }): Promise<void> {
  const manifest = await working((work) => exported(out, data, work));
  const [events, rows, files] = [manifest.events, manifest.vault, manifest.blobs].map(({ count }) => count.toLocaleString('en'));
  process.stdout.write(`exported to ${out}: ${events} events, ${rows} keys, secrets and credentials, ${files} attachments\ndigest of the events: ${manifest.events.digest}\n`);
}

async function exported(out: string, data: string | undefined, work: Work) {
  const config = companyOf(data);
  if (config.distributed === undefined && !hasCompany(config.dataFolder)) throw new Failure(`there is no company in ${config.dataFolder}; say where it is with --data`);
  const { masterKey, close, ...company } = await openAtRest(config, warn);
  try {
    if ((await company.store.head()) === null) throw new Failure('there is nothing to export: no event has ever been recorded there');
    return await exportCompany(company, masterKey, out, work);
  } finally {
    await close();
  }
}
