/** Whatever a network and its nodes are called, Keras can predict with the export, evaluate, train, save and load it. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { GraphDocument } from '../../../core/graph/document';
import { textOf } from '../../../core/messages';
import { plainName } from '../../../core/network/shortcuts';
import { buildPreset, presets } from '../../../core/presets';
import { styleNames } from '../../../core/styles';
import { exportRun } from '../../../main/exporting';
import { uniqueName } from '../../../renderer/state/documents';
import { documentOf, type NodeSpec } from '../../support/documents';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { makeRun } from './support';

const tiny = (name: string): GraphDocument =>
  documentOf(name, [
    { id: 'x', type: 'Input', params: { shape: [2, 2, 1] } },
    { id: 'flat', type: 'Flatten' },
    { id: 'out', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);

/** The names that the app makes of them; names that differ only in digits count once. */
const made = [
  ...new Map(presets.map(({ title }) => [title.replaceAll(/\d+/g, '0'), title])).values(),
  'Untitled',
  'My first network',
].flatMap((name) => [name, uniqueName(name, [name]), plainName(name)]);

const typed = [
  '_leading',
  '9 lives',
  '.hidden',
  '-dash',
  'Réseau',
  '残差网络',
  'a/b\\c',
  'a>b:c',
  "it's (new) & <best>",
  'x'.repeat(300),
  ' ',
  '__proto__',
  'constructor',
];
const names = [...new Set([...made, ...typed])];

/** Ids of the first block of every preset and style, and ids that a person could mean ill with. */
function ids(): string[] {
  const ofPresets = ['resnet18', 'resnet50', 'plain18', 'resnet20'].flatMap((preset) =>
    styleNames.flatMap((style) => buildPreset(preset, { style }).nodes.map(({ id }) => id)),
  );
  const kinds = ofPresets.filter((id) => /^(stem|head|stage[12]\.block1)/.test(id));
  const odd = [
    '0z7',
    'A',
    'a',
    'a.b',
    'a_b',
    'a-b',
    'a..b',
    'end.',
    'vars',
    'layers',
    'constructor',
    'toString',
  ];
  return [...new Set([...kinds, ...odd, 'y'.repeat(300), 'y'.repeat(301)])];
}

const named = documentOf('names of layers', [
  { id: 'input', type: 'Input', params: { shape: [2, 2, 2] } },
  ...ids().map((id): NodeSpec => {
    if (id.includes('conv')) return { id, type: 'Conv2D', params: { filters: 2, kernelSize: [1, 1] } };
    if (id.includes('bn')) return { id, type: 'BatchNormalization' };
    return { id, type: 'Activation', params: { function: 'relu' } };
  }),
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'model', type: 'Dense', params: { units: 2, activation: 'softmax' } },
]);

describeNeeding(kerasPython)('In Keras', () => {
  let folder: string;
  let results: Record<string, { name: string; layers: string[]; failed: Record<string, string> }>;
  const stem = (index: number) => `n${String(index).padStart(3, '0')}`;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skipwire-names-'));
    for (const [index, document] of [...names.map(tiny), named].entries()) {
      const run = await makeRun(document);
      const path = join(folder, stem(index));
      const { remarks } = await exportRun(run.store, run.id, 'keras', `${path}.keras`);
      await exportRun(run.store, run.id, 'savedmodel', `${path}.saved`);
      // Whoever's name was changed hears of it.
      const isGood = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$/.test(document.name);
      expect(remarks.some((remark) => textOf(remark).includes(document.name))).toBe(!isGood);
      rmSync(dirname(run.folder), { recursive: true, force: true });
    }
    results = runPython(join(__dirname, 'names.py'), [folder]);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(names.map((name, index) => [name, index] as const))(
    'a network called "%s" works',
    (name, index) => {
      expect(results[stem(index)]?.failed).toEqual({});
      const { 'metadata.json': metadata } = unzipSync(readFileSync(join(folder, `${stem(index)}.keras`)));
      expect(JSON.parse(Buffer.from(metadata!).toString('utf8')).skipwire.network).toBe(name);
    },
  );

  test('a network with each kind of node name works', () => {
    const result = results[stem(names.length)]!;
    expect(result.failed).toEqual({});
    const short = ids().filter((id) => id.length <= 200);
    expect(result.layers).toEqual(expect.arrayContaining(short));
    expect(new Set(result.layers).size).toBe(ids().length + 3);
  });
});
