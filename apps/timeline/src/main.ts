import { serveAlone } from '@throughline/platform';
import { TimelineModule, timelineProcesses, timelineViews } from './timeline.module';

serveAlone({ name: 'timeline', module: TimelineModule, views: timelineViews, processes: timelineProcesses });
