/** Counts of right answers as TensorFlow computes them, against the reference interpreter. */
import { emit } from '../../../main/compiler/emit';
import { Builder } from '../../../main/compiler/ir/builder';
import { valueKey } from '../../../main/compiler/ir/types';
import { images, labels, noiseArray } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { evaluate } from '../../support/reference/interpreter';
import { tensor } from '../../support/reference/tensor';

const ROWS = 40;
const CLASSES = 7;

test(
  'correct, top 5, top 1 and the confusion matrix of 40 guesses in 7 classes',
  async () => {
    const build = new Builder();
    const scores = build.value('input', 'scores', [], { dtype: 'float32', shape: [null, CLASSES] });
    const truth = build.value('input', 'truth', [], { dtype: 'int32', shape: [null] });
    const both = [scores, truth];
    const outputs = {
      correct: build.value('count_correct', 'correct', both, {}),
      top5: build.value('count_top', 'top5', both, { k: 5 }),
      top1: build.value('count_top', 'top1', both, { k: 1 }),
      confusion: build.value('confusion_matrix', 'confusion', both, {}),
    };
    build.entry({ name: 'count', inputs: { scores, truth }, outputs, effects: [] });
    const program = build.finish();

    const numbers = noiseArray(3, ROWS * CLASSES);
    const classes = Array.from({ length: ROWS }, (_, row) => (row * row) % CLASSES);
    const feeds = { scores: tensor([ROWS, CLASSES], numbers), truth: tensor([ROWS], classes) };
    const { values } = evaluate(program, feeds);
    const model = { savedModel: emit(program, { tags: ['count'] }), tags: ['count'] };
    const received = await withSession(model, (session) =>
      session.run('count', { scores: images([CLASSES], numbers), truth: labels(classes) }),
    );
    for (const [name, value] of Object.entries(outputs)) {
      const expected = [...values.get(valueKey(value))!.data];
      expect({ name, values: [...received[name]!.data] }).toEqual({ name, values: expected });
    }
    const confusion = [...received.confusion!.data].map(Number);
    expect(received.confusion!.shape).toEqual([CLASSES, CLASSES]);
    expect(confusion.reduce((sum, count) => sum + count, 0)).toBe(ROWS);
    const diagonal = confusion.filter((_, index) => index % (CLASSES + 1) === 0);
    expect(diagonal.reduce((sum, count) => sum + count, 0)).toBe(Number(received.correct!.data[0]));
    expect(received.top1).toEqual(received.correct);
  },
  ENGINE_TIMEOUT,
);
