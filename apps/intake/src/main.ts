import { serveAlone } from '@throughline/platform';
import { IntakeModule, intakeViews } from './intake.module';

serveAlone({ name: 'intake', module: IntakeModule, views: intakeViews });
