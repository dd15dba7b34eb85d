import { serveAlone } from '@throughline/platform';
import { FirstStart, OpsModule, opsViews } from './ops.module';

serveAlone({ name: 'ops', module: OpsModule, views: opsViews, greeting: (app, url) => app.get(FirstStart).greeting(url) });
