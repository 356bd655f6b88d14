/** One Keras model in each of Keras' formats, layers that we lack, and HDF5 files that reach out of themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import { compile, compileFrozen, SERVING_TAG } from '../../../main/compiler';
import { importModel } from '../../../main/importing';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { answersOf, shareOff } from '../../support/imported';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';

describeNeeding(kerasPython)('Keras formats', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-formats-'));
  let answers: { images: number[]; scores: number[]; known: number[]; total: number; trained: number };
  beforeAll(() => {
    answers = runPython(join(__dirname, 'formats.py'), [folder]);
  }, ENGINE_TIMEOUT);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['small.keras', 'small.h5'])(
    '%s gives the same answers',
    async (file) => {
      const { document, weights, report } = await importModel(join(folder, file));
      // A gamma for the 4 channels without one, a beta for the 6 without.
      expect(report.totalParams).toBe(answers.total + 4 + 6);
      expect(report.entries.filter(({ outcome }) => outcome === 'approximated')).toHaveLength(2);
      expect(document.nodes.map(({ id }) => id)).toContain('inner.leaky_re_lu');
      expect(document.nodes.filter(({ type }) => type === 'ChannelScale')).toHaveLength(1);
      const values = new Map([...weights].map(([name, { data }]) => [name, data]));
      const model = { savedModel: compileFrozen(document, values), tags: [SERVING_TAG] };
      const x = { dtype: 'float32', shape: [2, 8, 8, 3], data: Float32Array.from(answers.images) } as const;
      const { y } = await withSession(model, (session) => session.run('serving_default', { x }));
      const found = y!.data as Float32Array;
      for (const [index, score] of answers.scores.entries()) expect(found[index]).toBeCloseTo(score, 5);
    },
    ENGINE_TIMEOUT,
  );

  test('JSON has the same structure and no weights', async () => {
    const [json, whole] = await Promise.all(
      ['small.json', 'small.keras'].map((file) => importModel(join(folder, file))),
    );
    expect(json!.document.nodes).toEqual(whole!.document.nodes);
    expect(json!.weights.size).toBe(0);
    expect(json!.report.pixels?.values).toBe('0-255');
    expect(json!.report.remarks.map(({ key }) => key)).toEqual(['import.remark.noWeights']);
  });

  test.each(['tuned.keras', 'tuned.h5', 'tuned.json'])('%s says which layers are frozen', async (file) => {
    const { document, report } = await importModel(join(folder, file));
    const frozen = document.nodes.filter(({ trainable }) => trainable === false).map(({ id }) => id);
    expect(frozen).toEqual(['fixed', 'base.conv']);
    expect(report.trainableParams).toBe(answers.trained);
    expect(report.remarks).toContainEqual({ key: 'import.remark.frozen', values: { count: 2 } });
  });

  test(
    'statistics and factors of each channel in the configuration are kept',
    async () => {
      const content = await importModel(join(folder, 'known.keras'));
      expect(content.report.entries.filter(({ outcome }) => outcome !== 'understood')).toMatchObject([
        { layer: 'known', outcome: 'approximated' },
        { layer: 'scaled', outcome: 'approximated' },
      ]);
      expect(content.report.pixels?.values).toBe('0-255');
      expect(shareOff(answers.known, await answersOf(content, answers.images, [2, 8, 8, 3]))).toBeLessThan(
        1e-5,
      );
    },
    ENGINE_TIMEOUT,
  );

  test('a layer that we lack becomes a gray one, which is refused by name', async () => {
    const { document, report } = await importModel(join(folder, 'attention.keras'));
    expect(report.entries.filter(({ outcome }) => outcome === 'refused')).toMatchObject([
      { layer: 'multi_head_attention', type: 'MultiHeadAttention' },
    ]);
    const { nodes, problems } = analyze(document);
    expect(nodes.multi_head_attention).toMatchObject({ type: 'Unsupported', outputShape: [36, 4] });
    // The layers behind it have their shapes.
    expect(nodes.head).toMatchObject({ outputShape: [3], paramCount: 3 * 145 });
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { nodeId: 'multi_head_attention', code: 'node.unsupported', received: 'MultiHeadAttention' },
    ]);
    expect(() => compile(document, { imageShape: [8, 8, 3], batchSize: 1 } as never)).toThrow(
      'MultiHeadAttention',
    );
  });

  test.each([
    ['virtual', 'keeps its values in another file or in virtual parts'],
    ['link', 'is a link'],
    ['soft', 'is a link'],
    ['storage', 'keeps its values in another file'],
    ['huge', 'but the whole file has only'],
    ['bomb', 'but the whole file has only'],
    ['secret', 'contains only weights'],
  ])('%s is refused', async (name, words) => {
    await expect(importModel(join(folder, `${name}.h5`))).rejects.toThrow(words);
  });
});
