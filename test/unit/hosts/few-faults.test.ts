/** An input with many faults is refused before all of them are looked for. */
import { z } from 'zod';
import { contract } from '../../../core/contract';
import { documentSchema, emptyDocument } from '../../../core/graph/document';
import { hasManyFaults, stopEarly } from '../../../main/hosts/few-faults';

const node = z.object({ id: z.string().max(5), size: z.number().default(1), note: z.string().nullable() });
const schema = z.object({ nodes: z.array(node), all: z.record(z.string(), z.number()).optional() });
const good = { id: 'a', note: null };

test('20 faults are for Zod to name, 21 are too many', () => {
  const wrong = (count: number) => ({
    nodes: [...Array(5).fill(good), ...Array(count).fill({ ...good, id: 1 })],
  });
  expect(hasManyFaults(schema, wrong(0))).toBe(false);
  expect(hasManyFaults(schema, wrong(20))).toBe(false);
  expect(hasManyFaults(schema, wrong(21))).toBe(true);
});

test('no more is looked at than is needed', () => {
  let looked = 0;
  const nodes = Array.from({ length: 1000 }, () => ({
    ...good,
    get id() {
      looked++;
      return 'too long';
    },
  }));
  expect(hasManyFaults(schema, { nodes })).toBe(true);
  expect(looked).toBe(21);
});

test.each([
  [
    'values of a record',
    { nodes: [], all: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, 'x'])) },
  ],
  ['fields that are missing', { nodes: Array(15).fill({}) }],
])('%s count', (_what, value) => expect(hasManyFaults(schema, value)).toBe(true));

test.each([null, 1, [], { nodes: 1 }, {}])('%j is one fault', (value) =>
  expect(hasManyFaults(schema, value)).toBe(false),
);

test('of a choice the best counts', () => {
  const params = (value: unknown) => ({
    ...emptyDocument('x'),
    nodes: [{ id: 'a', type: 'Conv2D', params: { kernelSize: value } }],
  });
  expect(hasManyFaults(documentSchema, params([1, 2, 3]))).toBe(false);
  // A list of words is no text, number or switch either, and that is one fault.
  expect(hasManyFaults(documentSchema, params(Array(30).fill('x')))).toBe(false);
});

test('the calls of the contract stop early and still say what is wrong', async () => {
  stopEarly(contract);
  stopEarly(contract);
  const { inputSchema } = contract.training.resume['~orpc'];
  const validate = async (value: unknown) => (await inputSchema!['~standard'].validate(value)).issues;
  expect(await validate({ runIds: Array(50).fill(1) })).toEqual([
    expect.objectContaining({ message: 'has more than 20 errors', path: [] }),
  ]);
  expect(await validate({ runIds: ['a', 1] })).toEqual([
    expect.objectContaining({
      path: ['runIds', 1],
      message: 'Invalid input: expected string, received number',
    }),
  ]);
  expect(await validate({ runIds: ['a'] })).toBeUndefined();
});
