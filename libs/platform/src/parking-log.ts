import { Logger } from '@nestjs/common';
import type { ParkingNotice } from '@throughline/projections';

const log = new Logger('projections');

/** What operations read first when a page says that it is incomplete. Whom it concerns is not said: see `/ops/projections/…/parked`. */
export function logParking({ view, failed, waiting, first: { id, type, schemaVersion, position, correlationId, reason } }: ParkingNotice): void {
  log.warn({ message: 'events were parked', view, failed, waiting, event: id, type, schemaVersion, position: String(position), reason, trace: correlationId });
}
