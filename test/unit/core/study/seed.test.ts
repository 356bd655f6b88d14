/** One range of seeds, in one sentence, wherever one is given. */
import { selectionSchema } from '../../../../core/study/data';
import { SEED_RANGE, SEED_RULE, seedSchema } from '../../../../core/study/seed';
import { studyRequestSchema, trainingSettingsSchema } from '../../../../core/study/settings';
import { number } from '../../../../main/cli/options/values';

test('names the real limit', () => {
  expect(SEED_RULE).toBe('must be a whole number from 0 to 2,147,483,647');
});

test.each([0, 1, SEED_RANGE.max])('%d is a seed', (seed) => {
  expect(seedSchema.parse(seed)).toBe(seed);
});

test.each([-1, 0.5, SEED_RANGE.max + 1, Number.NaN, '1', null])('%p is none, anywhere', (seed) => {
  const messages = [
    seedSchema.safeParse(seed),
    trainingSettingsSchema.shape.seed.safeParse(seed),
    selectionSchema.shape.seed.safeParse(seed),
    studyRequestSchema.shape.seeds.safeParse([seed]),
  ].map((result) => result.error?.issues[0]?.message);
  expect(messages).toEqual(messages.map(() => SEED_RULE));
});

test('the command line says the same', () => {
  expect(() => number(seedSchema)('2147483648')).toThrow(`It ${SEED_RULE}.`);
  expect(() => number(seedSchema)('-1')).toThrow(`It ${SEED_RULE}.`);
});
