import type { View } from '@throughline/kernel';
import { serveAlone } from '@throughline/platform';
import { everyProcess, everyView } from '../../all-in-one/src/all-in-one.module';
import { FirstStart, OpsModule, opsViews } from './ops.module';

const mine: ReadonlySet<View> = new Set(opsViews);

serveAlone({
  name: 'ops',
  module: OpsModule,
  views: opsViews,
  elsewhere: { views: everyView.filter((view) => !mine.has(view)), processes: everyProcess },
  greeting: (app, url) => app.get(FirstStart).greetingOfOne(url),
});
