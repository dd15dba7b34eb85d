import { Module } from '@nestjs/common';
import { EventsController } from './events.controller';
import { ImportController } from './import.controller';
import { InboxDoor } from './inbox-door';
import { Intake } from './intake';
import { QuarantineController } from './quarantine.controller';
import { QuarantineHandler } from './quarantine.handler';
import { quarantineView } from './quarantine.view';

export const intakeViews = [quarantineView];

/** The outside doors: what can be taken is recorded, what cannot is quarantined, visible and resubmittable. */
@Module({ controllers: [EventsController, ImportController, QuarantineController], providers: [InboxDoor, Intake, QuarantineHandler] })
export class IntakeModule {}
