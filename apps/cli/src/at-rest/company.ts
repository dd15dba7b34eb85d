import { ArchiveError, type Step, type Work } from '@throughline/archive';
import { ConfigError, LeaseTaken, readConfig, type Config } from '@throughline/platform';
import { cancellable, Progress } from '../progress';
import { Failure } from '../refused';

/** The company that is meant: a folder that is named comes before what the settings say. */
export function companyOf(data: string | undefined): Config {
  const settings = data === undefined ? {} : { THROUGHLINE_DATA: data, THROUGHLINE_HOST: '', EVENTSTORE_URL: '', KAFKA_BROKERS: '', MONGODB_URL: '' };
  return readConfig({ ...process.env, ...settings });
}

export function warn(message: string): void {
  process.stderr.write(`${message}\n`);
}

const TITLES: Readonly<Record<Step['stage'], string>> = { events: 'Events', vault: 'Vault', attachments: 'Attachments', checking: 'Checking the archive', comparing: 'Comparing' };

/** A bar for each stage of the work. */
class Stages {
  private stage: Step['stage'] | null = null;
  private progress: Progress | null = null;

  readonly tell = ({ stage, done, total }: Step): void => {
    if (stage !== this.stage) {
      this.end();
      this.stage = stage;
      this.progress = new Progress(TITLES[stage], total);
    }
    this.progress?.show({ done, total, saying: total === null ? done.toLocaleString('en') : '' });
  };

  end(): void {
    this.progress?.end();
    this.progress = null;
  }
}

/** With progress on stderr, until it is done or cancelled; what people can do something about is a sentence. */
export async function working<Result>(act: (work: Work) => Promise<Result>): Promise<Result> {
  const stages = new Stages();
  return cancellable(async (signal) => {
    try {
      return await act({ tell: stages.tell, signal });
    } catch (error) {
      if (signal.aborted) throw new Failure('stopped. Repeat the same command: it goes on where it ended', 130);
      throw isSentence(error) ? new Failure(error.message) : error;
    } finally {
      stages.end();
    }
  });
}

/** What a person can do something about says what happened: our own errors by their codes, and what disk and network say. */
function isSentence(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof ArchiveError || error instanceof ConfigError || error instanceof LeaseTaken || (typeof code === 'string' && !code.startsWith('ERR_'));
}
