import { IsCount, IsLabel, AreLabels, IsLanguage, IsOneOf, IsText, IsThingId, Maybe } from '@throughline/platform';

export class WriteSolutionRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() solutionId?: string;
  @IsLabel() title!: string;
  /** How it shows. */
  @Maybe() @IsText(2_000) symptom?: string;
  /** What to do. */
  @IsText(50_000) solution!: string;
  @Maybe() @AreLabels(50) products?: string[];
  @Maybe() @AreLabels(50) categories?: string[];
  @Maybe() @IsLanguage() language?: string;
}

/** What is left out stays. */
export class ReviseSolutionRequest {
  @Maybe() @IsLabel() title?: string;
  @Maybe() @IsText(2_000) symptom?: string;
  @Maybe() @IsText(50_000) solution?: string;
  @Maybe() @AreLabels(50) products?: string[];
  @Maybe() @AreLabels(50) categories?: string[];
  @Maybe() @IsLanguage() language?: string;
}

export class RetireSolutionRequest {
  @Maybe() @IsText(2_000) reason?: string;
  /** The solution to use instead. */
  @Maybe() @IsThingId() replacedBy?: string;
}

export class SolutionsRequest {
  /** Left out: the current ones. */
  @Maybe() @IsOneOf(['current', 'retired', 'any']) status?: 'current' | 'retired' | 'any';
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsLabel() category?: string;
  @Maybe() @IsLanguage() language?: string;
  /** Words of title and symptom. */
  @Maybe() @IsText(300) search?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}
