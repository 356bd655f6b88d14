import { optimizerSchema } from '../../../../core/study/optimizer';
import { trainingSettingsSchema } from '../../../../core/study/settings';

test('the study clips by norm 1; another way of clipping takes its place', () => {
  expect(trainingSettingsSchema.parse({}).optimizer).toMatchObject({ type: 'sgd', clipnorm: 1 });
  expect(optimizerSchema.parse({ type: 'adam', clipvalue: 0.5 })).toMatchObject({ clipnorm: null });
  expect(optimizerSchema.parse({ globalClipnorm: 5 })).toMatchObject({ clipnorm: null, globalClipnorm: 5 });
  expect(optimizerSchema.parse({ clipnorm: null })).toMatchObject({ clipnorm: null });
});

test('at most one way of clipping, and the error names the fields', () => {
  const parsed = optimizerSchema.safeParse({ clipnorm: 1, clipvalue: 0.5 });
  expect(parsed.error?.issues).toHaveLength(1);
  expect(parsed.error?.issues[0]).toMatchObject({
    path: ['clipvalue'],
    message: 'must be none while another of clipnorm, clipvalue, and globalClipnorm is set',
  });
});

test.each([{}, { clipvalue: 1 }, { type: 'adamw' }, { type: 'rmsprop', clipnorm: null }] as const)(
  'settings read a second time stay as they are: %j',
  (input) => {
    const once = optimizerSchema.parse(input);
    expect(optimizerSchema.parse(once)).toEqual(once);
  },
);
