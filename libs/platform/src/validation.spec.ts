// Real: the validation every command passes, with the fields of real requests.
import 'reflect-metadata';
import { Problem } from './problem';
import { IdentifierRequest, IsCount, IsDay, IsListOf, IsPosition, IsSlug, IsStaff, IsText, IsThingId, IsTime, IsYesOrNo, Maybe, MoneyRequest, Nested } from './requests';
import { commandValidation } from './validation';

class CriterionRequest {
  @IsText(10) name!: string;
  @IsYesOrNo() met!: boolean;
}

class OpenRequest {
  @Maybe() @IsThingId() thingId?: string;
  @IsSlug() stage!: string;
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => MoneyRequest) value?: MoneyRequest;
  @Maybe() @IsListOf(() => CriterionRequest, 2) criteria?: CriterionRequest[];
  @Maybe() @IsDay() expected?: string;
  @Maybe() @IsStaff() owner?: string;
  @Maybe() @IsTime() at?: string;
  @Maybe() @IsPosition() minPosition?: string;
  @Maybe() @IsCount(200) limit?: number;
}

const pipe = commandValidation();
const validated = (body: unknown): Promise<OpenRequest> => pipe.transform(body, { type: 'body', metatype: OpenRequest }) as Promise<OpenRequest>;

async function refused(body: unknown): Promise<Problem> {
  const error: unknown = await validated(body).catch((reason: unknown) => reason);
  if (!(error instanceof Problem)) throw new Error(`taken: ${JSON.stringify(error)}`);
  return error;
}

const pathsOf = async (body: unknown): Promise<readonly string[]> => ((await refused(body)).extra.errors ?? []).map(({ path }) => path);

it('takes what is documented, and makes numbers of counts', async () => {
  const body = { thingId: 'T 1', stage: 'proposal', customer: { type: 'email', value: 'jane@example.com' }, value: { amount: '-12.50', currency: 'EUR' }, criteria: [{ name: 'budget', met: true }], expected: '2026-03-31', owner: 'staff:00000000-0000-7000-8000-000000000001', at: '2026-03-31T10:00:00Z', minPosition: '12', limit: '50' };
  expect(await validated(body)).toEqual({ ...body, limit: 50 });
});

it.each([
  ['a missing field', {}, ['/stage']],
  ['a field of another kind', { stage: 7 }, ['/stage']],
  ['a field that is not documented', { stage: 'a', colour: 'red' }, ['/colour']],
  ['a field inside another', { stage: 'a', customer: { type: 'E-Mail', value: 'x' } }, ['/customer/type']],
  ['a field too many inside another', { stage: 'a', customer: { type: 'email', value: 'x', name: 'y' } }, ['/customer/name']],
  ['a text where an object belongs', { stage: 'a', customer: 'jane' }, ['/customer']],
  ['a list where an object belongs', { stage: 'a', customer: [] }, ['/customer']],
  ['an amount that is rounded already', { stage: 'a', value: { amount: 12.5, currency: 'EUR' } }, ['/value/amount']],
  ['an item of a list', { stage: 'a', criteria: [{ name: 'budget', met: true }, { name: '', met: 'yes' }] }, ['/criteria/1/met', '/criteria/1/name']],
  ['a text of blanks', { stage: 'a', criteria: [{ name: ' \n\t', met: true }] }, ['/criteria/0/name']],
  ['a list that is too long', { stage: 'a', criteria: [1, 2, 3].map(() => ({ name: 'x', met: true })) }, ['/criteria']],
  ['a day that never was', { stage: 'a', expected: '2026-02-30' }, ['/expected']],
  ['somebody who is no staff', { stage: 'a', owner: 'source:shop' }, ['/owner']],
  ['an id with a line break', { stage: 'a', thingId: 'a\nb' }, ['/thingId']],
  ['several at once', { stage: '', limit: '0', minPosition: '-1', at: 'noon' }, ['/at', '/limit', '/minPosition', '/stage']],
])('refuses %s and names its place', async (_what, body, paths) => {
  expect([...new Set(await pathsOf(body))].toSorted()).toEqual(paths);
});

it('lets no prototype through', async () => {
  const taken = await validated(JSON.parse('{"stage":"a","__proto__":{"owner":"somebody"}}'));
  expect([taken.stage, taken.owner]).toEqual(['a', undefined]);
});

it('never repeats what was sent', async () => {
  const body = { stage: 'Jane Doe', customer: { type: 'Jane Doe', value: '' }, value: { amount: 'Jane Doe', currency: 'Jane Doe' }, at: 'Jane Doe', criteria: 'Jane Doe' };
  const problem = await refused(body);
  expect(problem).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  expect(JSON.stringify(problem.body('/'))).not.toContain('Jane');
});

it.each([[null], ['text'], [7], [[]], [undefined]])('refuses a body that is no object: %j', async (body) => {
  expect((await refused(body)).status).toBe(400);
});
