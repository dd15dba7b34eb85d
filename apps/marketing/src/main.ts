import { serveAlone } from '@throughline/platform';
import { MarketingModule, marketingProcesses, marketingViews } from './marketing.module';

serveAlone({ name: 'marketing', module: MarketingModule, views: marketingViews, processes: marketingProcesses });
