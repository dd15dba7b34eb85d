// Pure: the real decider, nothing else.
import type { SolutionEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { solution } from './solution.decider';

const solutionId = 's-1';
const content = { solutionId, title: 'Change the seal', symptom: 'oil drips', solution: 'Take seal 12-4.', products: ['GTX Pro'], categories: ['Seals'], language: 'en' };
const written: SolutionEvent = { type: 'service.solution-written', data: content };
const revised: SolutionEvent = { type: 'service.solution-revised', data: { solutionId, solution: 'Take seal 12-5.' } };
const retired: SolutionEvent = { type: 'service.solution-retired', data: { solutionId, replacedBy: 's-2' } };

it('is written once', () => {
  given(solution).when('write-solution', content).then(written);
  given(solution, written, revised).when('write-solution', content).thenNothing();
  given(solution, written).when('write-solution', { ...content, title: 'Another' }).thenRejected('SOLUTION_EXISTS');
});

it('is revised by what is said anew', () => {
  given(solution, written).when('revise-solution', { ...content, solution: 'Take seal 12-5.' }).then(revised);
  given(solution, written, revised).when('revise-solution', { solutionId, solution: 'Take seal 12-5.', products: ['GTX Pro'] }).thenNothing();
  given(solution, written).when('revise-solution', { solutionId, products: [] }).then({ type: 'service.solution-revised', data: { solutionId, products: [] } });
});

it('is retired once, and not revised afterwards', () => {
  given(solution, written).when('retire-solution', { solutionId, replacedBy: 's-2' }).then(retired);
  given(solution, written, retired).when('retire-solution', { solutionId }).thenNothing();
  given(solution, written, retired).when('revise-solution', { solutionId, title: 'Again' }).thenRejected('SOLUTION_RETIRED');
  given(solution, written).when('retire-solution', { solutionId, replacedBy: solutionId }).thenRejected('SOLUTION_REPLACED_BY_ITSELF');
});

it('comes before everything else', () => {
  given(solution).when('revise-solution', { solutionId, title: 'Again' }).thenRejected('SOLUTION_NOT_FOUND');
  given(solution).when('retire-solution', { solutionId }).thenRejected('SOLUTION_NOT_FOUND');
});
