import { serveAlone } from '@throughline/platform';
import { TeamModule, teamViews } from './team.module';

serveAlone({ name: 'team', module: TeamModule, views: teamViews });
