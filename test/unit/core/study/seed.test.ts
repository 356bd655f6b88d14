/** One range of seeds, in one sentence, wherever one is given. */
import { inEnglish } from '../../../../core/messages';
import { selectionSchema } from '../../../../core/study/data';
import { SEED_RANGE, seedSchema } from '../../../../core/study/seed';
import { SETTINGS } from '../../../../core/study/setting/list';
import { ruleOf } from '../../../../core/study/setting/rules';
import { studyRequestSchema, trainingSettingsSchema } from '../../../../core/study/settings';
import { number } from '../../../../main/cli/options/values';

const RULE = 'a whole number from 0 to 2,147,483,647';

test.each(['seed', 'selection.seed'])('%s names the real limit', (path) => {
  const setting = SETTINGS.find((one) => one.path === path)!;
  expect(inEnglish(ruleOf(setting)!)).toBe(RULE);
});

test.each([0, 1, SEED_RANGE.max])('%d is a seed', (seed) => {
  expect(seedSchema.parse(seed)).toBe(seed);
});

test.each([-1, 0.5, SEED_RANGE.max + 1, Number.NaN, '1', null])('%p is none, anywhere', (seed) => {
  const taken = [
    seedSchema.safeParse(seed),
    trainingSettingsSchema.shape.seed.safeParse(seed),
    selectionSchema.shape.seed.safeParse(seed),
    studyRequestSchema.shape.seeds.safeParse([seed]),
  ].map(({ success }) => success);
  expect(taken).toEqual([false, false, false, false]);
});

test('the command line says the same', () => {
  expect(() => number(seedSchema)('2147483648')).toThrow(`It must be ${RULE}.`);
  expect(() => number(seedSchema)('-1')).toThrow(`It must be ${RULE}.`);
});
