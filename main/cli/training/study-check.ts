/** Checks a study file, and prints what it would train and cost. */
import { equalParameterControl, inequalities } from '../../../core/ablation/fairness';
import { pinsOf, type ResolvedStudy } from '../../../core/ablation/resolve';
import type { Study } from '../../../core/ablation/study';
import type { StudyPlan, Variant } from '../../../core/contract/studies';
import { formatBytes } from '../../../core/format/bytes';
import { formatSeconds } from '../../../core/format/duration';
import { formatCompact, formatCount, formatDigits, formatSigned } from '../../../core/format/number';
import { t, textOf } from '../../../core/messages';
import { variantName } from '../../../core/study/run';
import { seedsWords } from '../../../core/study/seeds-words';
import { writeJson } from '../../disk/atomic';
import { version } from '../../hosts/app-info';
import { createServices, type Services } from '../../services';
import { readStudyFile } from '../../studies/file';
import { interruptible } from '../interrupt';
import { columns, headings, print, printJson, say } from '../output/output';
import { Phases } from '../output/phases';

/** @throws StudyError, Refusal for the first fault */
export async function checkStudyFile(
  file: string,
  { measure, pin, json }: { measure?: true; pin?: true; json?: true },
): Promise<void> {
  const { study, written, path } = await readStudyFile(file);
  const services = await createServices({ host: 'cli', version });
  try {
    const resolved = await services.studies.require(study);
    if (measure) await measured(services, study);
    const { id, copyOf } = await services.studies.identify(resolved, path);
    const plan = await services.studies.plan(resolved, id);
    if (pin) await writeJson(file, { ...written, cells: pinsOf(resolved) });
    if (json) return printJson(plan);
    print(matrix(plan.variants));
    for (const line of [...costs(plan), ...unequal(plan, resolved)]) say(line);
    if (copyOf) say(t('cli.study.copyOf', copyOf));
    const sayable = seedsWords(study.seeds.length, study.arms.length);
    if (sayable) say(sayable);
    if (pin) say(t('cli.study.check.pinned', { file }));
  } finally {
    await services.close();
  }
}

async function measured({ studies }: Services, study: Study): Promise<void> {
  const phases = new Phases(process.stderr.isTTY);
  try {
    await interruptible((signal) =>
      studies.measure(study, { signal, onProgress: (progress) => phases.show(progress) }),
    );
  } finally {
    phases.clear();
  }
}

function matrix(variants: readonly Variant[]): string {
  const rows = variants.map(({ arm, values, runs, params, macs, memory, disk, seconds }) => [
    variantName(arm, values),
    formatCount(runs),
    formatCount(params),
    formatCompact(macs),
    formatBytes(memory),
    formatBytes(disk),
    seconds === undefined ? t('cli.study.check.unknown') : formatSeconds(seconds),
  ]);
  const titles = headings('arm', 'runs', 'parameters', 'multiplyAdds', 'memory', 'disk', 'time');
  return columns([titles, ...rows], [1, 2, 3, 4, 5, 6]);
}

function costs({ runs, there, seconds, memory, disk, freeDisk, remarks }: StudyPlan): string[] {
  const said = remarks.map((remark) => textOf(remark));
  const left = t('cli.study.check.left', { runs, there });
  if (runs === 0) return [left, ...said];
  return [
    left,
    seconds === undefined
      ? t('cli.study.check.timeUnknown')
      : t('cli.study.check.time', { time: formatSeconds(seconds) }),
    t('cli.study.check.space', {
      memory: formatBytes(memory),
      disk: formatBytes(disk),
      free: formatBytes(freeDisk),
    }),
    ...said,
  ];
}

/** How the arms are unequal to the baseline, and the control that has its number of parameters. */
function unequal({ variants }: StudyPlan, { arms, baseline }: ResolvedStudy): string[] {
  // The varied settings change neither.
  const measures = arms.map(({ name }) => variants.find((variant) => variant.arm === name)!);
  const wanted = measures.find(({ arm }) => arm === baseline)!.params;
  return inequalities(measures, baseline).flatMap(({ arm, measure, ratio }) => {
    const line = t('cli.study.check.unequal', { arm, measure, ratio: formatDigits(ratio, 3), baseline });
    const { graph } = arms.find(({ name }) => name === arm)!;
    const control =
      measure === 'params' ? equalParameterControl({ name: arm }, graph, wanted, arm) : undefined;
    if (!control) return [line];
    const [edit] = control.arm.edits;
    const { params, remaining } = control;
    const share = formatSigned((100 * remaining) / wanted, 1);
    return [line, t('cli.study.check.control', { edit: JSON.stringify(edit), params, share })];
  });
}
