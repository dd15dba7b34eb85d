/** Something that must never happen did: the run ends, and the message says what. */
export class FaultFound extends Error {
  constructor(
    message: string,
    /** What the summary counts it as. */
    readonly kind: 'lost' | 'doubled' | 'order' | 'other' = 'other',
  ) {
    super(message);
    this.name = 'FaultFound';
  }
}
