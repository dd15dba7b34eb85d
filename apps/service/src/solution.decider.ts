import type { SolutionEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** none ──write──► current ⟲ revise ──retire──► retired. What is retired stays so: the tickets it helped keep naming it. */
type Written = Extract<SolutionEvent, { type: 'service.solution-written' }>['data'];
type Revised = Extract<SolutionEvent, { type: 'service.solution-revised' }>['data'];
type Retired = Extract<SolutionEvent, { type: 'service.solution-retired' }>['data'];
type Content = Partial<Omit<Written, 'solutionId'>>;

export type SolutionState =
  | { readonly status: 'none' }
  /** `written`: as it was first said; nothing where the log of another system begins later. */
  | { readonly status: 'current' | 'retired'; readonly written: Written | null; readonly content: Content };

export function evolve(before: SolutionState, event: SolutionEvent): SolutionState {
  const state = before.status === 'none' ? { status: 'current' as const, written: null, content: {} } : before;
  switch (event.type) {
    case 'service.solution-written': {
      const { solutionId: _solutionId, ...content } = event.data;
      return { ...state, written: state.written ?? event.data, content };
    }
    case 'service.solution-revised': {
      const { solutionId: _solutionId, ...content } = event.data;
      return { ...state, content: { ...state.content, ...content } };
    }
    case 'service.solution-retired':
      return { ...state, status: 'retired' };
  }
}

export type SolutionCommand = Command<'write-solution', Written> | Command<'revise-solution', Revised> | Command<'retire-solution', Retired>;

export function decide(state: SolutionState, command: SolutionCommand): readonly SolutionEvent[] | Rejection {
  if (command.type === 'write-solution') return write(state, command.data);
  if (state.status === 'none') return reject('SOLUTION_NOT_FOUND', 'there is no solution with this id in the collection');
  switch (command.type) {
    case 'revise-solution':
      return state.status === 'retired' ? reject('SOLUTION_RETIRED', 'this solution is retired; write a new one') : revise(state.content, command.data);
    case 'retire-solution':
      if (command.data.replacedBy === command.data.solutionId) return reject('SOLUTION_REPLACED_BY_ITSELF', 'name another solution that replaces it');
      return state.status === 'retired' ? [] : [{ type: 'service.solution-retired', data: command.data }];
  }
}

export const solution: Decider<SolutionState, SolutionCommand, SolutionEvent> = { category: 'solution', initial: { status: 'none' }, evolve, decide };

function write(state: SolutionState, data: Written): readonly SolutionEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'service.solution-written', data }];
  return canonicalJson(state.written) === canonicalJson(data) ? [] : reject('SOLUTION_EXISTS', 'a solution with this id was written before, with other content');
}

/** Only what is said anew. */
function revise(content: Content, { solutionId, ...wanted }: Revised): readonly SolutionEvent[] {
  const changed = Object.entries(wanted).filter(([name, value]) => value !== undefined && canonicalJson(value) !== canonicalJson(content[name as keyof Content] ?? null));
  return changed.length === 0 ? [] : [{ type: 'service.solution-revised', data: { solutionId, ...Object.fromEntries(changed) } }];
}
