/** Arms of one seed: the same batches with the same augmentation, and the same start of what they share. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyEdit, type Edit, editSchema } from '../../../core/ablation/edits';
import { sharedStart } from '../../../core/ablation/fairness';
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { augmentationSchema } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import type { CompileOptions } from '../../../main/compiler/types';
import { int32, options, readVariables } from '../../support/batches';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable } from '../../support/peek';

const SHAPE = [32, 32, 3];
const COUNT = 10;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-fair-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withImages(): CompileOptions {
  const [imagesFile, labelsFile] = [join(folder, 'images'), join(folder, 'labels')];
  writeFileSync(
    imagesFile,
    Uint8Array.from({ length: COUNT * 32 * 32 * 3 }, (_, i) => (i * 31) % 251),
  );
  writeFileSync(labelsFile, new Uint8Array(Int32Array.from({ length: COUNT }, (_, n) => n % 10).buffer));
  const split = { imagesFile, labelsFile, count: COUNT };
  return {
    ...options(SHAPE),
    augmentation: augmentationSchema.parse({ flip: true, padAndCrop: 4 }),
    dataset: { train: split, validation: split },
  };
}

const base = smallResNet();
const edits: readonly Edit[] = [
  { kind: 'remove-shortcuts' },
  { kind: 'shortcut-type', type: 'C' },
  { kind: 'normalization', to: 'group', groups: 2 },
  { kind: 'activation', to: 'gelu' },
  { kind: 'pre-activation' },
  { kind: 'depth', blocks: [2] },
  { kind: 'width', factor: 2 },
  { kind: 'stochastic-depth', survivalRate: 0.5, mode: 'batch' },
].map((edit) => editSchema.parse(edit));

const startOf = (document: GraphDocument) => {
  const model = compile(document, options(SHAPE));
  return withSession(model, async (session) => {
    await session.run('init', { seed: int32(3) });
    return readVariables(session, model);
  });
};

test(
  'an edit changes the start of no parameter that it leaves in place',
  async () => {
    const before = await startOf(base);
    for (const edit of edits) {
      const arm = applyEdit(base, edit);
      const after = await startOf(arm);
      const same = [...after].filter(([name, values]) => before.get(name)?.length === values.length);
      for (const [name, values] of same)
        expect([edit.kind, name, values]).toEqual([edit.kind, name, before.get(name)]);
      const shared = same.reduce((sum, [, values]) => sum + values.length, 0);
      expect([edit.kind, shared]).toEqual([edit.kind, sharedStart(arm, base).shared]);
      if (edit.kind !== 'width') expect(shared).toBeGreaterThan(0.5 * analyze(arm).totals.params);
    }
  },
  ENGINE_TIMEOUT,
);

test(
  'every arm sees the same batches in the same order, with the same augmentation',
  async () => {
    const batchesOf = (document: GraphDocument, seed: number) =>
      withSession(peekable(document, withImages()), async (session) => {
        await session.run('init', { seed: int32(seed) });
        await session.run('load_data');
        await session.run('begin_epoch', { seed: int32(seed), epoch: int32(2), first_batch: int32(0) });
        return (await drain(session, 'peek_train')).map(({ x, y }) => [x!.data, y!.data]);
      });
    const expected = await batchesOf(base, 3);
    expect(expected).toHaveLength(3);
    expect(await batchesOf(base, 4)).not.toEqual(expected);
    // One without layers, one with others, and one that draws numbers itself.
    const kinds = ['remove-shortcuts', 'width', 'stochastic-depth'];
    for (const edit of edits.filter(({ kind }) => kinds.includes(kind)))
      expect(await batchesOf(applyEdit(base, edit), 3)).toEqual(expected);
  },
  ENGINE_TIMEOUT,
);
