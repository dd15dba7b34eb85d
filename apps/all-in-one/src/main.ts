import { serve } from '@throughline/platform';
import { FirstStart } from '../../ops/src/ops.module';
import { AllInOneModule } from './all-in-one.module';
import { HELP } from './help';

serve({
  title: 'Throughline',
  help: HELP,
  docs: 'docs',
  module: (config) => AllInOneModule.forRoot(config),
  greeting: (app, url) => app.get(FirstStart).greeting(url),
});
