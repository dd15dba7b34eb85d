import { serveAlone } from '@throughline/platform';
import { ServiceModule, serviceProcesses, serviceViews } from './service.module';

serveAlone({ name: 'service', module: ServiceModule, views: serviceViews, processes: serviceProcesses });
