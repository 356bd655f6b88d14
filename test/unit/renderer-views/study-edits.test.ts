import { parseStudy } from '../../../core/ablation/read';
import { resolveStudy } from '../../../core/ablation/resolve';
import type { Study, StudyArm } from '../../../core/ablation/study';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import { listArms } from '../../../renderer/settings/arms';
import { addArms, changeArm, moveArm, removeArm } from '../../../renderer/settings/study/arms';
import { editBetween, nextHandEdit, withHandEdit } from '../../../renderer/settings/study/handEdit';
import { mergeStudies } from '../../../renderer/studies/merge';
import { studyFrom } from '../../../renderer/training/study/fromForm';
import { armsPerShortcut } from '../../../renderer/training/study/perShortcut';
import { shownArms } from '../../../renderer/training/study/resolve';
import { armWords } from '../../../renderer/training/study/words';
import { cifar10, settings } from './fixtures';

const resnet20 = buildPreset('resnet20');
const quick = (added: string[] = []) => ({
  name: 'Shortcuts',
  arms: listArms([{ id: '1', document: resnet20 }], { ticked: {}, added, shown: '1' }, cifar10),
  recipe: 'study',
  settings: settings({ epochs: 7 }),
  seeds: [1, 2],
});
const study = studyFrom(quick(['plain:1']));
const names = ({ arms }: { arms: readonly StudyArm[] }) => arms.map(({ name }) => name);

describe('a study of the networks in the form', () => {
  test('its plain twin is an edit, and it trains what the form would', () => {
    expect(parseStudy(JSON.parse(JSON.stringify(study)))).toEqual(study);
    expect(study).toMatchObject({
      arms: [
        { name: 'ResNet-20', edits: [] },
        { name: 'Plain-20', base: { arm: 'ResNet-20' }, edits: [{ kind: 'remove-shortcuts' }] },
      ],
      baseline: 'ResNet-20',
      settings: { epochs: 7 },
      seeds: [1, 2],
    });
    const { arms } = resolveStudy(study);
    expect(arms.map(({ graph }) => graph)).toEqual(quick(['plain:1']).arms.map(({ graph }) => graph));
  });

  test('a preset stays a preset, which takes the images that are chosen', () => {
    const arms = listArms([], { ticked: {}, added: [] }, cifar10);
    const made = studyFrom({ ...quick(), arms });
    expect(made.base).toEqual({ preset: 'resnet50' });
    expect(made.arms[1]).toEqual({ name: 'Plain-50', base: { preset: 'plain50' }, edits: [] });
  });
});

describe('arms', () => {
  test('a name that is taken gets a number', () => {
    const more = addArms(study, [study.arms[0]!, study.arms[0]!]);
    expect(names(more)).toEqual(['ResNet-20', 'Plain-20', 'ResNet-20 2', 'ResNet-20 3']);
  });

  test('the baseline and the arms that start from an arm follow its new name', () => {
    const renamed = changeArm(study, 'ResNet-20', { name: 'Residual' });
    expect(renamed.baseline).toBe('Residual');
    expect(renamed.arms[1]!.base).toEqual({ arm: 'Residual' });
    expect(() => resolveStudy(renamed)).not.toThrow();
  });

  test('an arm that others start from stays; another baseline takes the place of one that goes', () => {
    expect(removeArm(study, 'ResNet-20')).toBe(study);
    const plain = { ...study, baseline: 'Plain-20' };
    expect(removeArm(plain, 'Plain-20')).toMatchObject({
      baseline: 'ResNet-20',
      arms: [{ name: 'ResNet-20' }],
    });
  });

  test('they move, but not past an end', () => {
    expect(names(moveArm(study, 'Plain-20', -1))).toEqual(['Plain-20', 'ResNet-20']);
    expect(moveArm(study, 'Plain-20', 1)).toBe(study);
  });

  test('one for each shortcut, which it lacks', () => {
    const arms = armsPerShortcut('ResNet-20', resnet20);
    expect(arms).toHaveLength(9);
    expect(arms[0]!.name).toBe('without Stage 1, Block 1');
    const { arms: made } = resolveStudy(addArms(study, arms));
    for (const { graph } of made.slice(2)) expect(graph.edges.filter(({ muted }) => muted)).toHaveLength(1);
  });

  test('what they change is said in short', () => {
    const arm: StudyArm = {
      name: 'New',
      base: { preset: 'resnet32' },
      edits: [
        { kind: 'activation', to: 'gelu' },
        { kind: 'remove-shortcuts', blocks: ['stage1', 'stage2'] },
      ],
      settings: { epochs: 3 },
    };
    expect(armWords(arm, 'ResNet-20')).toEqual([
      'from ResNet-32',
      'Activation: gelu',
      'Remove shortcuts: stage1, stage2',
      'epochs 3',
    ]);
    expect(armWords(study.arms[1]!, 'ResNet-20')).toEqual(['Remove shortcuts']);
  });

  test('a fault is shown at its arm; the others have their graphs', () => {
    const twice: StudyArm = {
      name: 'Twice',
      base: { arm: 'Plain-20' },
      edits: [{ kind: 'remove-shortcuts' }],
    };
    const shown = shownArms(addArms(study, [twice]), [cifar10]);
    expect(shown.map(({ problem }) => problem)).toEqual([
      undefined,
      undefined,
      'Arm "Twice", edit "Remove shortcuts": The network has no shortcut.',
    ]);
    expect(shown[1]!.graph).toMatchObject({ name: 'Plain-20' });
  });
});

describe('edits by hand in the graph of an arm', () => {
  const arm = study.arms[1]!;
  const graphOf = (of: Study, name: string) => resolveStudy(of).arms.find((one) => one.name === name)!.graph;
  const drawn = graphOf(study, 'Plain-20');
  const elu = (document: GraphDocument, at: number): GraphDocument => ({
    ...document,
    name: 'Another name',
    nodes: document.nodes.map((node, index) => ({
      ...node,
      position: { x: index, y: 0 },
      ...(node.type === 'Activation' && index < at ? { params: { ...node.params, activation: 'elu' } } : {}),
    })),
  });
  const first = withHandEdit(study, nextHandEdit(arm), elu(drawn, 10));

  test('become an edit of the arm, without names and the layout', () => {
    expect(first.arms[1]).toMatchObject({ base: { arm: 'ResNet-20' }, edits: [{}, { kind: 'change' }] });
    expect(parseStudy(JSON.parse(JSON.stringify(first)))).toEqual(first);
    const graph = graphOf(first, 'Plain-20');
    expect(graph).toMatchObject({ name: 'Plain-20' });
    expect(editBetween(graph, elu(drawn, 10))).toBeUndefined();
    expect(withHandEdit(study, nextHandEdit(arm), elu(drawn, 0))).toBe(study);
  });

  test('later ones continue it, and it is gone when they are undone', () => {
    const next = nextHandEdit(first.arms[1]!);
    expect(next).toEqual({ arm: 'Plain-20', at: 1 });
    const second = withHandEdit(first, next, elu(drawn, 40));
    expect(second.arms[1]!.edits).toHaveLength(2);
    expect(editBetween(graphOf(second, 'Plain-20'), elu(drawn, 40))).toBeUndefined();
    expect(withHandEdit(second, next, elu(drawn, 0))).toEqual(study);
  });

  test('a preset takes the image size and classes of its graph, so that these are no edit', () => {
    const small = buildPreset('resnet20', { inputShape: [16, 16, 1], classes: 3 });
    const ofPreset = studyFrom({ ...quick(), arms: listArms([], { ticked: {}, added: [] }, cifar10) });
    const hand = { arm: ofPreset.arms[0]!.name, at: 0 };
    const fifty = buildPreset('resnet50', { inputShape: [16, 16, 1], classes: 3 });
    expect(withHandEdit(ofPreset, hand, fifty)).toBe(ofPreset);
    expect(withHandEdit(ofPreset, hand, small)).not.toBe(ofPreset);
  });
});

describe('edits of two windows', () => {
  test('are joined where they are about different parts', () => {
    const own = { ...changeArm(study, 'Plain-20', { settings: { epochs: 3 } }), question: 'Why?' };
    const theirs = { ...addArms(study, [{ name: 'More', edits: [] }]), seeds: [1, 2, 3] };
    const { study: joined, replaced } = mergeStudies(study, own, theirs);
    expect(joined).toMatchObject({ question: 'Why?', seeds: [1, 2, 3] });
    expect(names(joined)).toEqual(['ResNet-20', 'Plain-20', 'More']);
    expect(joined.arms[1]!.settings).toEqual({ epochs: 3 });
    expect(replaced).toEqual([]);
  });

  test('where they are about the same part, this one stays and that is said', () => {
    const own = { ...changeArm(study, 'Plain-20', { settings: { epochs: 3 } }), question: 'Why?' };
    const theirs = { ...removeArm(study, 'Plain-20'), question: 'How?' };
    const { study: joined, replaced } = mergeStudies(study, own, theirs);
    expect(joined).toEqual(own);
    expect(replaced).toEqual(['question', { arm: 'Plain-20' }]);
  });

  test('what one removes is gone', () => {
    const pinned: Study = { ...study, cells: [] };
    expect(mergeStudies(pinned, { ...pinned, question: 'Why?' }, study).study).toEqual({
      ...study,
      question: 'Why?',
    });
  });

  test('a baseline that is gone is replaced by an arm that is there', () => {
    const own = { ...study, baseline: 'Plain-20' };
    expect(mergeStudies(study, own, removeArm(study, 'Plain-20')).study.baseline).toBe('ResNet-20');
  });
});
