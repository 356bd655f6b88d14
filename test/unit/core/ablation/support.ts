import type { Study } from '../../../../core/ablation/study';

/** A sound study as it is in a file. */
export const studyJson = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  format: 'skipwire.study',
  version: 1,
  name: 'Shortcuts',
  question: 'What are the shortcuts worth?',
  base: { preset: 'resnet20' },
  arms: [{ name: 'with' }, { name: 'without', edits: [{ kind: 'remove-shortcuts' }] }],
  baseline: 'with',
  seeds: [1, 2],
  settings: { dataset: 'shapes', epochs: 2 },
  ...change,
});

export const study = (change: Partial<Study> = {}): Study =>
  ({ edits: [], varied: [], ...studyJson(), ...change }) as unknown as Study;
