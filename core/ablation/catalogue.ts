/** Studies that are ready to start. Each is a document like any other, to be changed before it starts. */
import { groupTitle } from '../graph/group-title';
import { type Key, t } from '../messages';
import { findShortcuts, plainName } from '../network/shortcuts';
import { presetFor } from '../presets';
import type { SettingChanges } from '../study/settings';
import { type ArmSource, type GraphSource, graphOf, type SourceContext } from './source';
import { STUDY_FORMAT, STUDY_VERSION, type Study, type StudyArm } from './study';

export interface StudyTemplate {
  id: string;
  label: Key;
  help: Key;
  /** Absent: the template has its own networks. */
  needsBase?: true;
  /** @param base the graph that it is about, where it needs one */
  make(base: GraphSource, context?: SourceContext): Study;
}

const THREE_SEEDS = [1, 2, 3];
const CIFAR10: SettingChanges = { dataset: 'cifar10' };

type Draft = Omit<Study, 'format' | 'version' | 'varied'>;

const study = (draft: Draft): Study => ({
  format: STUDY_FORMAT,
  version: STUDY_VERSION,
  ...draft,
  varied: [],
});

const arm = (name: string, more: Partial<StudyArm> = {}): StudyArm => ({ name, edits: [], ...more });

type Options = Extract<GraphSource, { preset: string }>['options'];
const preset = (id: string, options?: Options): GraphSource => ({
  preset: id,
  ...(options ? { options } : {}),
});
const titleOf = (id: string): string => presetFor(id)!.title;

/** Each network as it is, then without its shortcuts. */
const withTwins = (ids: readonly string[], options?: Options): StudyArm[] =>
  ids.flatMap((id) => {
    const name = titleOf(id);
    const twin = { base: { arm: name } satisfies ArmSource, edits: [{ kind: 'remove-shortcuts' as const }] };
    return [arm(name, { base: preset(id, options) }), arm(plainName(name), twin)];
  });

const tutorial: StudyTemplate = {
  id: 'tutorial',
  label: 'ablation.catalogue.tutorial.label',
  help: 'ablation.catalogue.tutorial.help',
  make: () =>
    study({
      name: t('ablation.catalogue.tutorial.label'),
      question: t('ablation.catalogue.tutorial.question'),
      base: preset('resnet34'),
      arms: withTwins(['resnet34', 'resnet50']),
      baseline: titleOf('resnet34'),
      seeds: THREE_SEEDS,
      recipe: 'study',
      settings: { ...CIFAR10, order: 'tutorial' },
    }),
};

const table2: StudyTemplate = {
  id: 'table2',
  label: 'ablation.catalogue.table2.label',
  help: 'ablation.catalogue.table2.help',
  make: () =>
    study({
      name: t('ablation.catalogue.table2.label'),
      question: t('ablation.catalogue.table2.question'),
      base: preset('resnet18', { style: 'cifar', shortcut: 'A' }),
      arms: withTwins(['resnet18', 'resnet34'], { style: 'cifar', shortcut: 'A' }),
      baseline: titleOf('resnet18'),
      seeds: THREE_SEEDS,
      recipe: 'quick',
      settings: CIFAR10,
    }),
};

const table3: StudyTemplate = {
  id: 'table3',
  label: 'ablation.catalogue.table3.label',
  help: 'ablation.catalogue.table3.help',
  make: () => {
    const base = preset('resnet34', { style: 'cifar', shortcut: 'B' });
    const name = (type: string) => `${titleOf('resnet34')} ${type}`;
    return study({
      name: t('ablation.catalogue.table3.label'),
      question: t('ablation.catalogue.table3.question'),
      base,
      arms: (['A', 'B', 'C'] as const).map((type) =>
        arm(name(type), { edits: [{ kind: 'shortcut-type', type }] }),
      ),
      baseline: name('B'),
      seeds: THREE_SEEDS,
      recipe: 'quick',
      settings: CIFAR10,
    });
  },
};

/** He et al., 2015, section 4.2: the deepest one starts with a smaller rate for 400 steps. */
const DEEPEST: SettingChanges = { 'schedule.warmup': 400 };

const table6: StudyTemplate = {
  id: 'table6',
  label: 'ablation.catalogue.table6.label',
  help: 'ablation.catalogue.table6.help',
  make: () =>
    study({
      name: t('ablation.catalogue.table6.label'),
      question: t('ablation.catalogue.table6.question'),
      base: preset('resnet20', { style: 'paper' }),
      arms: [20, 32, 44, 56, 110].map((depth) => {
        const id = `resnet${depth}`;
        const base = preset(id, { style: 'paper' });
        return arm(titleOf(id), { base, ...(depth === 110 ? { settings: DEEPEST } : {}) });
      }),
      baseline: titleOf('resnet20'),
      seeds: THREE_SEEDS,
      recipe: 'paper-cifar',
      settings: CIFAR10,
    }),
};

const figure7: StudyTemplate = {
  id: 'figure7',
  label: 'ablation.catalogue.figure7.label',
  help: 'ablation.catalogue.figure7.help',
  make: () =>
    study({
      name: t('ablation.catalogue.figure7.label'),
      question: t('ablation.catalogue.figure7.question'),
      base: preset('resnet56', { style: 'paper' }),
      arms: [
        ...withTwins(['resnet20', 'resnet56'], { style: 'paper' }),
        arm(titleOf('resnet110'), { base: preset('resnet110', { style: 'paper' }), settings: DEEPEST }),
      ],
      baseline: titleOf('resnet56'),
      seeds: [1],
      recipe: 'paper-cifar',
      settings: { ...CIFAR10, diagnosticsEvery: 100 },
    }),
};

const whichBlock: StudyTemplate = {
  id: 'which-block',
  label: 'ablation.catalogue.whichBlock.label',
  help: 'ablation.catalogue.whichBlock.help',
  needsBase: true,
  make(base, context = {}) {
    const document = graphOf(base, context);
    const titles = new Map(document.groups.map((group) => [group.id, group]));
    const groupOf = new Map(document.nodes.map(({ id, group }) => [id, group]));
    const named = new Set<string>();
    const arms = findShortcuts(document)
      .filter(({ muted }) => !muted)
      .flatMap(({ addId }) => {
        const block = groupOf.get(addId) ?? addId;
        if (named.has(block)) return [];
        named.add(block);
        const group = titles.get(block);
        const parent = group?.parent === undefined ? undefined : titles.get(group.parent);
        const title = [parent && groupTitle(parent), group ? groupTitle(group, parent?.id) : addId]
          .filter((part) => part !== undefined)
          .join(', ');
        const name = t('ablation.catalogue.whichBlock.arm', { block: title });
        return [arm(name, { edits: [{ kind: 'remove-shortcuts' as const, blocks: [block] }] })];
      });
    return study({
      name: t('ablation.catalogue.whichBlock.name', { network: document.name }),
      question: t('ablation.catalogue.whichBlock.question'),
      base,
      arms: [arm(document.name), ...arms],
      baseline: document.name,
      seeds: THREE_SEEDS,
      recipe: 'quick',
      settings: CIFAR10,
    });
  },
};

const shortcuts: StudyTemplate = {
  id: 'shortcuts',
  label: 'ablation.catalogue.shortcuts.label',
  help: 'ablation.catalogue.shortcuts.help',
  needsBase: true,
  make(base, context = {}) {
    const { name } = graphOf(base, context);
    return study({
      name: t('ablation.catalogue.shortcuts.name', { network: name }),
      question: t('ablation.catalogue.shortcuts.question'),
      base,
      arms: [arm(name), arm(plainName(name), { edits: [{ kind: 'remove-shortcuts' }] })],
      baseline: name,
      seeds: THREE_SEEDS,
      recipe: 'quick',
      settings: CIFAR10,
    });
  },
};

export const STUDY_TEMPLATES: readonly StudyTemplate[] = [
  shortcuts,
  whichBlock,
  tutorial,
  table2,
  table3,
  table6,
  figure7,
];
