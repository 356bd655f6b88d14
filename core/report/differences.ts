/** In what the arms differ: their networks, then their settings. */
import { analyze } from '../analysis/analyze';
import { graphFacts } from '../analysis/graph-facts';
import { t } from '../messages';
import { settingFacts } from '../study/setting/facts';
import type { ReportBlock } from './document';
import { nameOfArm, type ReportedArm, type ReportedStudy } from './study';

interface Fact {
  label: string;
  value: string;
  /** Where another arm has it and this one does not. */
  absent: string;
}

/** By what tells facts apart. */
type Facts = ReadonlyMap<string, Fact>;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function differenceBlocks({ arms }: ReportedStudy): ReportBlock[] {
  const graphs = arms.every(({ graph }) => graph);
  const facts = arms.map((arm) => factsOf(arm, graphs));
  const known = new Map(facts.flatMap((one) => [...one]));
  const rows = [...known].flatMap(([key, { label, absent }]) => {
    const values = facts.map((one) => one.get(key)?.value ?? absent);
    return new Set(values).size > 1 ? [[{ text: label }, ...values.map((text) => ({ text }))]] : [];
  });
  const unread = graphs
    ? []
    : [{ kind: 'text', text: t('report.differences.noGraph'), tone: 'warning' } as const];
  if (arms.length < 2) return unread;
  if (rows.length === 0) return [...unread, { kind: 'text', text: t('report.differences.none') }];
  return [
    ...unread,
    {
      kind: 'table',
      id: 'differences',
      caption: t('report.differences.caption'),
      columns: [
        { heading: t('report.differences.what'), isWords: true },
        ...arms.map((arm) => ({ heading: nameOfArm(arm) })),
      ],
      rows,
    },
    { kind: 'text', text: t('report.differences.rest'), tone: 'muted' },
  ];
}

function factsOf({ graph, runs }: ReportedArm, withGraph: boolean): Facts {
  const [run] = runs;
  const ofGraph =
    graph && withGraph
      ? graphFacts(graph, analyze(graph)).map(
          ([label, value, absent = '–']) => [`graph ${label}`, { label, value, absent }] as const,
        )
      : [];
  const ofSettings = run
    ? settingFacts(run.record.settings)
        .filter(({ path }) => path !== 'seed')
        .map(({ path, label, value }) => [path, { label: capital(label), value, absent: '–' }] as const)
    : [];
  return new Map([...ofGraph, ...ofSettings]);
}
