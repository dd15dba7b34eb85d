import { serveAlone } from '@throughline/platform';
import { SalesModule, salesProcesses, salesViews } from './sales.module';

serveAlone({ name: 'sales', module: SalesModule, views: salesViews, processes: salesProcesses });
