/** The settings that all runs share. */
import { t } from '../messages';
import type { RunRecord } from '../study/run';
import { settingFacts } from '../study/setting/facts';
import { capital } from './differences';
import type { ReportBlock, ReportFact } from './document';
import { type ReportedStudy, recordsOf } from './study';

/** Settings that decided nothing: what was done instead is in the data's part of the report, or nothing was. */
const isIdle: Readonly<Record<string, (runs: readonly RunRecord[]) => boolean>> = {
  'selection.validation.kind': (runs) =>
    runs.every(({ settings, split }) => {
      const isOfficial = settings.selection.validation.kind === 'official';
      return isOfficial && split?.validatedOn === 'held-out';
    }),
  initialWeights: (runs) => runs.every(({ startedFromModel }) => !startedFromModel),
};

export function settingBlocks(study: ReportedStudy): ReportBlock[] {
  const runs = recordsOf(study);
  const [first, ...others] = runs.map(
    ({ settings }) => new Map(settingFacts(settings).map((fact) => [fact.path, fact])),
  );
  if (!first) return [];
  const shared = [...first.values()].filter(
    ({ path, value }) =>
      path !== 'seed' &&
      value !== '' &&
      !isIdle[path]?.(runs) &&
      others.every((facts) => facts.get(path)?.value === value),
  );
  const facts = (usual: boolean): ReportFact[] =>
    shared
      .filter((fact) => fact.usual === usual)
      .map(({ label, value }) => ({ label: capital(label), value }));
  const [chosen, defaults] = [facts(false), facts(true)];
  return [
    ...(chosen.length > 0 ? [{ kind: 'facts', facts: chosen } as const] : []),
    ...(defaults.length > 0
      ? [
          { kind: 'text', text: t('report.settings.defaults'), tone: 'muted' } as const,
          { kind: 'facts', facts: defaults } as const,
        ]
      : []),
  ];
}
