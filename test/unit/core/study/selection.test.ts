import { inEnglish, setLanguage } from '../../../../core/messages';
import { readClasses, writeClasses } from '../../../../core/study/classes';
import { selectionSchema } from '../../../../core/study/data';
import { describeSelection, noTestMessage, splitWords } from '../../../../core/study/describe-selection';
import {
  allocate,
  type Choice,
  planSelection,
  type SelectableSet,
  SelectionError,
} from '../../../../core/study/selection';

const ten = 'abcdefghij'.split('');
const cifar: SelectableSet = {
  name: 'CIFAR-10',
  classes: ten,
  train: { count: 50_000, perClass: ten.map(() => 5000) },
  val: { count: 10_000, perClass: ten.map(() => 1000) },
  valRole: 'test',
  splitDescription:
    'trained on the 50,000 official training images, validated on the 10,000 official test images',
};
const own: SelectableSet = {
  name: 'Mine',
  classes: ['cat', 'dog', 'truck'],
  train: { count: 100, perClass: [50, 41, 9] },
  val: { count: 0, perClass: [0, 0, 0] },
  valRole: 'validation',
  splitDescription: 'trained on 100 images',
};

type Selected = Parameters<typeof selectionSchema.parse>[0] & object;
const choice = (selection: Selected = {}, limits: Partial<Choice> = {}): Choice => ({
  selection: selectionSchema.parse(selection),
  trainLimit: null,
  valLimit: null,
  ...limits,
});
const described = (set: SelectableSet, chosen: Choice) =>
  describeSelection(set, chosen, planSelection(set, chosen)).description;
const problemsOf = (set: SelectableSet, chosen: Choice): readonly string[] => {
  try {
    planSelection(set, chosen);
  } catch (error) {
    if (error instanceof SelectionError) return error.problems.map(inEnglish);
    throw error;
  }
  return [];
};

describe('largest remainders', () => {
  test('every part is its quota rounded down or up, and all together are the amount', () => {
    const counts = [50, 41, 9, 0, 333];
    for (const amount of [0, 1, 7, 100, 432, 433]) {
      const parts = allocate(amount, counts);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(amount);
      for (const [index, part] of parts.entries()) {
        const quota = (amount * (counts[index] as number)) / 433;
        expect(part).toBeGreaterThanOrEqual(Math.floor(quota));
        expect(part).toBeLessThanOrEqual(Math.ceil(quota));
      }
    }
  });

  test('ties go to the earlier class; no more than there is', () => {
    expect(allocate(1, [5, 5])).toEqual([1, 0]);
    expect(allocate(99, [5, 5])).toEqual([5, 5]);
    expect(allocate(3, [0, 0])).toEqual([0, 0]);
  });
});

describe('validation', () => {
  test('official: on the test split where there is no other, and then no test number', () => {
    const plan = planSelection(cifar, choice());
    expect([plan.train.count, plan.validation.count, plan.test]).toEqual([50_000, 10_000, undefined]);
    expect(plan.validatedOn).toBe('test');
    expect(plan.seeded).toBe(false);
    expect(described(cifar, choice())).toBe(cifar.splitDescription);
    expect(inEnglish(noTestMessage(plan)!)).toMatch(/official test images are used for validation/);
  });

  test("the paper's 45k/5k: held out of every class alike, the official test split is kept for the end", () => {
    const chosen = choice({ validation: { kind: 'held-out', amount: 5000 } });
    const plan = planSelection(cifar, chosen);
    expect(plan.train.perClass).toEqual(ten.map(() => 4500));
    expect(plan.validation.perClass).toEqual(ten.map(() => 500));
    expect(plan.test).toMatchObject({ from: 'val', count: 10_000 });
    expect(noTestMessage(plan)).toBeUndefined();
    expect(described(cifar, chosen)).toBe(
      'trained on 45,000 of the 50,000 official training images, validated on the other 5,000, held out, tested on the 10,000 official test images; drawn with every class alike, seed 1',
    );
  });

  test('a set without a second split has a fifth held out, and says so', () => {
    const plan = planSelection(own, choice());
    expect([plan.train.count, plan.validation.count, plan.validatedOn]).toEqual([80, 20, 'held-out']);
    expect(plan.heldOut).toEqual([10, 8, 2]);
    expect(described(own, choice())).toContain(
      'trained on 80 of the 100 training images, validated on the other 20, held out, as the set has no other split',
    );
  });

  test('a third split is the test split, whichever is validated on', () => {
    const three = { ...cifar, valRole: 'validation', test: { count: 7, perClass: [7] } } as SelectableSet;
    expect(planSelection(three, choice()).test).toMatchObject({ from: 'test', count: 7 });
    const held = choice({ validation: { kind: 'held-out', amount: 0.2 } });
    expect(planSelection(three, held).test).toMatchObject({ from: 'test', count: 7 });
    expect(described(three, held)).toContain('its 10,000 official validation images are not used');
  });
});

describe('fewer images', () => {
  test('the first N keep the words that runs had before there was a choice', () => {
    expect(described(cifar, choice({}, { trainLimit: 2000 }))).toBe(
      `${cifar.splitDescription}; of these only the first 2,000 training images`,
    );
    expect(planSelection(cifar, choice({}, { trainLimit: 2000 })).train.perClass).toBeUndefined();
    expect(planSelection(cifar, choice({}, { trainLimit: 60_000 })).train.count).toBe(50_000);
  });

  test('the tutorial validates on whole batches from the start', () => {
    const order = { order: 'tutorial', batchSize: 256 } as const;
    const tutorial = choice({}, order);
    const { train, validation } = planSelection(cifar, tutorial);
    expect([train.count, validation.count, validation.perClass]).toEqual([50_000, 9984, undefined]);
    expect(described(cifar, tutorial)).toContain('of these only the first 9,984 validation images');
    const held = choice({ validation: { kind: 'held-out', amount: 0.1 } }, order);
    expect(planSelection(cifar, held)).toMatchObject({
      train: { count: 45_000 },
      validation: { count: 19 * 256 },
    });
  });

  test('a share, and a limit with every class alike', () => {
    expect(planSelection(cifar, choice({ trainShare: 0.1 })).train.perClass).toEqual(ten.map(() => 500));
    const both = choice({ trainShare: 0.5, limit: 'stratified' }, { trainLimit: 25, valLimit: 10 });
    const plan = planSelection(cifar, both);
    expect(plan.train.perClass).toEqual([3, 3, 3, 3, 3, 2, 2, 2, 2, 2]);
    expect(plan.validation.perClass).toEqual(ten.map(() => 1));
    expect(described(cifar, both)).toBe(
      'trained on 25 of the 50,000 official training images, validated on 10 of the 10,000 official test images; drawn with every class alike, seed 1',
    );
  });
});

describe('classes', () => {
  const pets: Selected = {
    classes: [
      { name: 'truck', of: ['truck'] },
      { name: 'pets', of: ['cat', 'dog'] },
    ],
  };

  test('outputs follow the order of the choice, and merged classes add up', () => {
    const plan = planSelection(own, choice(pets));
    expect(plan.outputs).toEqual([1, 1, 0]);
    expect(plan.classes).toEqual(['truck', 'pets']);
    expect(plan.train.perClass).toEqual([7, 73]);
    expect(described(own, choice(pets))).toContain('classes truck, pets (cat, dog)');
  });

  test('what cannot be chosen is refused with the class and the rule', () => {
    const of = (...classes: { name: string; of: string[] }[]) => problemsOf(own, choice({ classes }));
    expect(of({ name: 'a', of: ['cat'] }, { name: 'b', of: ['cow'] })).toEqual([
      'Mine has no class "cow". Its classes are cat, dog, and truck.',
    ]);
    expect(of({ name: 'a', of: ['cat', 'dog'] }, { name: 'b', of: ['dog'] })).toEqual([
      'A class can be listed only once, but "dog" is in "a" and in "b".',
    ]);
    expect(of({ name: 'a', of: ['cat'] }, { name: 'a', of: ['dog'] })).toEqual([
      'Two classes are named "a". Rename one.',
    ]);
  });

  test('a class without training images, and more held out than there is', () => {
    expect(problemsOf(own, choice({ trainShare: 0.02 }))).toEqual([
      'Class "truck" has no image left to train on: Mine has 9 images of it. Use a larger share.',
    ]);
    expect(problemsOf(own, choice({ validation: { kind: 'held-out', amount: 100 } }))).toEqual([
      'Hold out fewer than the 100 training images of Mine. Received: 100.',
    ]);
    const two: Selected = { ...pets, validation: { kind: 'held-out', amount: 200 } };
    expect(problemsOf({ ...own, classes: [...own.classes, 'x'] }, choice(two))[0]).toContain(
      'in these classes',
    );
  });

  test('as text and back', () => {
    const text = 'truck, pets=cat+dog, "black, white", "a ""b""=c"="x+y"';
    const classes = readClasses(text);
    expect(classes).toEqual([
      { name: 'truck', of: ['truck'] },
      { name: 'pets', of: ['cat', 'dog'] },
      { name: 'black, white', of: ['black, white'] },
      { name: 'a "b"=c', of: ['x+y'] },
    ]);
    expect(readClasses(writeClasses(classes))).toEqual(classes);
    for (const wrong of ['', 'a,', 'a+b', 'x=', 'a=b=c', 'a,,b', 'a+b=c']) {
      expect(() => readClasses(wrong)).toThrow(/Received/);
    }
  });
});

test('an amount is a share below one or a whole number of images', () => {
  const parse = (amount: number) =>
    selectionSchema.safeParse({ validation: { kind: 'held-out', amount } }).success;
  expect([0.2, 1, 5000, 0, -1, 1.5].map(parse)).toEqual([true, true, true, false, false, false]);
});

describe('what people read about the images of a run', () => {
  const shapes: SelectableSet = {
    ...own,
    val: { count: 20, perClass: [8, 8, 4] },
    splitDescription: 'trained on 100 drawn images, validated on 20 others of the same seed',
  };
  const record = describeSelection(shapes, choice(), planSelection(shapes, choice()));
  afterEach(() => setLanguage('en'));

  test('is in the words of the catalogue; the description that runs are paired by stays', () => {
    expect(record.description).toBe(shapes.splitDescription);
    expect(splitWords(record)).toBe(
      'trained on the 100 training images, validated on the 20 validation images',
    );
    setLanguage('ko');
    expect(splitWords(record)).toMatch(/100.*학습/);
  });

  test('is the description in records that have no more', () => {
    expect(splitWords({ description: record.description })).toBe(record.description);
  });
});
