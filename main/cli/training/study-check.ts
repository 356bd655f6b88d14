/** Checks a study file, and prints what it would train and cost. */
import { cellsOf } from '../../../core/ablation/cells';
import {
  batchesWords,
  controlWords,
  defaultsWords,
  inequalityWords,
} from '../../../core/ablation/describe-fairness';
import {
  type Control,
  inequalities,
  measuresOf,
  missingControls,
  otherBatches,
  otherDefaults,
} from '../../../core/ablation/fairness';
import { pinsOf, type ResolvedStudy } from '../../../core/ablation/resolve';
import type { Study } from '../../../core/ablation/study';
import type { StudyPlan, Variant } from '../../../core/contract/studies';
import { formatBytes } from '../../../core/format/bytes';
import { formatSeconds } from '../../../core/format/duration';
import { formatCompact, formatCount } from '../../../core/format/number';
import { join, t, textOf } from '../../../core/messages';
import { variantName } from '../../../core/study/run';
import { seedsWords } from '../../../core/study/seeds-words';
import { writeJson } from '../../disk/atomic';
import { version } from '../../hosts/app-info';
import { createServices, type Services } from '../../services';
import { readStudyFile } from '../../studies/file';
import { interruptible } from '../interrupt';
import { columns, headings, print, printJson, say } from '../output/output';
import { Phases } from '../output/phases';

export interface CheckFlags {
  measure?: true;
  addControls?: true;
  pin?: true;
  json?: true;
}

/** @throws StudyError, Refusal for the first fault */
export async function checkStudyFile(
  file: string,
  { measure, addControls, pin, json }: CheckFlags,
): Promise<void> {
  const services = await createServices({ host: 'cli', version });
  try {
    const added = addControls ? await withControls(services, file) : [];
    const { study, written, path } = await readStudyFile(file);
    const resolved = await services.studies.require(study);
    if (measure) await measured(services, study);
    const { id, copyOf } = await services.studies.identify(resolved, path);
    const plan = await services.studies.plan(resolved, id);
    if (pin) await writeJson(file, { ...written, cells: pinsOf(resolved) });
    if (json) return printJson(plan);
    print(matrix(plan.variants));
    for (const line of [...costs(plan), ...fairness(plan, study, resolved)]) say(line);
    if (copyOf) say(t('cli.study.copyOf', copyOf));
    const sayable = seedsWords(study.seeds.length, study.arms.length);
    if (sayable) say(sayable);
    if (added.length > 0) say(t('cli.study.check.added', { file, arms: join(added) }));
    if (pin) say(t('cli.study.check.pinned', { file }));
  } finally {
    await services.close();
  }
}

/** A study that was pinned is pinned again. @returns the names of the arms that were added */
async function withControls({ studies }: Services, file: string): Promise<string[]> {
  const { study, written } = await readStudyFile(file);
  const added = controlsOf(study, await studies.require(study)).map(({ arm }) => arm);
  if (added.length === 0) return [];
  const withAdded = (of: Study): Study => ({ ...of, arms: [...of.arms, ...added] });
  const { cells, ...unpinned } = withAdded(study);
  const resolved = await studies.require(unpinned);
  await writeJson(file, { ...withAdded(written), ...(cells ? { cells: pinsOf(resolved) } : {}) });
  return added.map(({ name }) => name);
}

const controlsOf = (study: Study, { arms }: ResolvedStudy): Control[] =>
  missingControls(study, (name) => arms.find((arm) => arm.name === name)?.graph);

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

/** In what the arms are not equal to the baseline, and the controls that have its number of parameters. */
function fairness({ variants }: StudyPlan, study: Study, resolved: ResolvedStudy): string[] {
  const { baseline, arms } = resolved;
  const controls = controlsOf(study, resolved);
  const measures = measuresOf(variants);
  const wanted = measures.find(({ arm }) => arm === baseline)!.params;
  const settings = arms.map((arm) => {
    const [cell] = cellsOf({ ...resolved, arms: [arm] });
    return { name: arm.name, settings: cell!.settings };
  });
  return [
    ...inequalityWords(inequalities(measures, baseline), baseline),
    ...defaultsWords(otherDefaults(settings, baseline), baseline),
    ...batchesWords(otherBatches(settings, baseline), baseline),
    ...controls.map((control) => controlWords(control, wanted)),
    ...(controls.length > 0 ? [t('cli.study.check.addControls')] : []),
  ];
}
