/** What the runs were trained with: programs, device, machine. */
import { formatBytes } from '../format/bytes';
import { t } from '../messages';
import { LOCAL } from '../study/run';
import type { ReportBlock, ReportFact } from './document';
import type { ReportedStudy, RunEnvironment } from './study';

export function environmentBlocks({ arms }: ReportedStudy): ReportBlock[] {
  const all = arms.flatMap(({ runs }) => runs);
  const isNamed = all.some(({ record }) => record.where !== undefined);
  const found = new Map<string, { environment: RunEnvironment; where?: string; runs: number }>();
  for (const { environment, record } of all) {
    if (!environment) continue;
    const where = isNamed ? (record.where ?? LOCAL) : undefined;
    const key = JSON.stringify([environment, where]);
    found.set(key, { environment, ...(where ? { where } : {}), runs: (found.get(key)?.runs ?? 0) + 1 });
  }
  return [...found.values()].flatMap(({ environment, where, runs }): ReportBlock[] => [
    ...(found.size > 1
      ? [{ kind: 'text', text: t('report.environment.runs', { count: runs }) } as const]
      : []),
    { kind: 'facts', facts: factsOf(environment, where) },
  ]);
}

function factsOf(
  { versions, device, cpu, memory, os }: RunEnvironment,
  where: string | undefined,
): ReportFact[] {
  const fact = (label: string, value: string | undefined): ReportFact[] =>
    value === undefined ? [] : [{ label, value }];
  return [
    ...fact(t('report.environment.where'), where),
    ...fact('Skipwire', versions.skipwire),
    ...fact('TensorFlow', versions.tensorflow),
    ...fact('Node', versions.node),
    ...fact('Electron', versions.electron),
    ...fact(t('report.environment.device'), device?.toUpperCase()),
    ...fact(
      t('report.environment.cpu'),
      cpu && t('report.environment.cores', { model: cpu.model, cores: cpu.cores }),
    ),
    ...fact(t('report.environment.memory'), memory === undefined ? undefined : formatBytes(memory)),
    ...fact(t('report.environment.os'), os),
  ];
}
