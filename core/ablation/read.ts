/** Reads a study from outside and checks what can be checked without its graphs and images. */
import type { z } from 'zod';
import { messageOf } from '../basics/errors';
import { MOST_RUNS } from '../basics/limits';
import { own } from '../basics/own-property';
import { hintFor } from '../basics/suggest';
import { GraphError } from '../graph/problem';
import {
  innermost,
  listOf,
  type Message,
  type MessageOrText,
  message,
  plainIssues,
  received,
  sentences,
} from '../messages';
import { parseDocument } from '../network/parse';
import { canonical } from '../study/canonical';
import { applyRecipe, epochsOf, recipeFor, recipes } from '../study/recipes';
import { withOverrides } from '../study/setting/override';
import { type TrainingSettings, trainingSettingsSchema } from '../study/settings';
import { StudyError } from '../study/study-error';
import { cellsOf, overridesOf } from './cells';
import { STUDY_FORMAT, STUDY_VERSION, type Study, studySchema } from './study';

/** @throws StudyError with the first fault. */
export function parseStudyText(text: string): Study {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong(message('ablation.rule.json'), messageOf(error));
  }
  return parseStudy(json);
}

/** @throws StudyError with the first fault. */
export function parseStudy(json: unknown): Study {
  checkHeader(json);
  const parsed = studySchema.safeParse(json);
  if (!parsed.success) throw faultOf(parsed.error.issues[0]!, json);
  const { base, arms } = parsed.data;
  const study: Study = {
    ...parsed.data,
    base: withSoundGraph(base, json.base, 'base'),
    arms: arms.map((arm, index) => {
      const raw = (json.arms as { base?: unknown }[])[index]?.base;
      return arm.base ? { ...arm, base: withSoundGraph(arm.base, raw, `arms[${index}].base`) } : arm;
    }),
  };
  checkStudy(study);
  return study;
}

const wrong = (problem: Message, got: MessageOrText, hint?: Message): StudyError =>
  new StudyError(
    sentences(message('ablation.wrong', { problem }), message('graph.received', { received: got }), hint),
  );

function checkHeader(json: unknown): asserts json is Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw wrong(message('ablation.rule.object'), received(json));
  const header = json as Record<string, unknown>;
  const [format, version] = [own(header, 'format'), own(header, 'version')];
  if (format !== STUDY_FORMAT)
    throw wrong(message('ablation.rule.format', { format: STUDY_FORMAT }), received(format));
  if (typeof version === 'number' && version > STUDY_VERSION)
    throw wrong(
      message('ablation.rule.laterVersion', { version: STUDY_VERSION }),
      received(version),
      message('graph.hint.later'),
    );
}

type Issue = z.core.$ZodIssue;

function faultOf(issue: Issue, json: unknown): StudyError {
  const [plain] = plainIssues([innermost(issue)], json);
  const { path, rule, received: got } = plain!;
  return wrong(message('graph.at', { field: path, problem: rule }), got);
}

/** The graph inside a source, read as a graph file is. */
function withSoundGraph<Source extends object>(source: Source, raw: unknown, path: string): Source {
  if (!('document' in source)) return source;
  try {
    return { ...source, document: parseDocument((raw as { document: unknown }).document) };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    throw new StudyError(message('ablation.inGraph', { path, problem: error.problems[0]!.said }));
  }
}

/** What a study that was edited in the window may also have wrong. @throws StudyError */
export function checkStudy(study: Study): void {
  const names = study.arms.map(({ name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined) throw new StudyError(message('training.unfit.repeatedArm', { name: twice }));
  const seed = firstRepeated(study.seeds);
  if (seed !== undefined)
    throw new StudyError(message('training.unfit.repeatedSeed', { seed: String(seed) }));
  if (!names.includes(study.baseline))
    throw unknownArm(message('ablation.theBaseline'), study.baseline, names);
  checkBases(study);
  checkSettings(study);
}

const firstRepeated = <Value>(values: readonly Value[]): Value | undefined =>
  values.find((value, index) => values.indexOf(value) !== index);

/** Names of arms may be several words. */
const quoted = (name: string): string => `"${name}"`;

function unknownArm(what: Message, name: string, names: readonly string[]): StudyError {
  const there = message('ablation.armsThere', { names: listOf(names.slice(0, 20).map(quoted), 'unit') });
  const hint = hintFor(name, names, there, quoted);
  return new StudyError(message('ablation.unknownArm', { what, name, hint }));
}

/** Each arm that starts from another arm ends at one that does not. */
function checkBases({ arms }: Study): void {
  const before = new Map(
    arms.flatMap(({ name, base }) => (base && 'arm' in base ? [[name, base.arm] as const] : [])),
  );
  const names = arms.map(({ name }) => name);
  for (const [name, base] of before) {
    if (!names.includes(base)) throw unknownArm(message('ablation.theBaseOf', { arm: name }), base, names);
    const path = [name];
    for (let at: string | undefined = base; at !== undefined; at = before.get(at)) {
      path.push(at);
      if (at === name)
        throw new StudyError(message('ablation.cyclic', { path: path.map(quoted).join(' → ') }));
      if (path.length > arms.length) break;
    }
  }
}

function checkSettings(study: Study): void {
  const { recipe, settings, varied, arms, seeds } = study;
  if (recipe !== undefined && !recipeFor(recipe)) {
    const ids = recipes.map(({ id }) => id);
    const there = message('ablation.recipesThere', { names: listOf(ids, 'unit') });
    throw new StudyError(message('ablation.unknownRecipe', { recipe, hint: hintFor(recipe, ids, there) }));
  }
  const paths = [
    ...Object.keys(settings),
    ...varied.map(({ path }) => path),
    ...arms.flatMap((arm) => Object.keys(arm.settings ?? {})),
  ];
  if (paths.includes('seed')) throw new StudyError(message('ablation.seedAsSetting'));
  const twice = firstRepeated(varied.map(({ path }) => path));
  if (twice !== undefined) throw new StudyError(message('ablation.variedTwice', { path: twice }));
  for (const { path } of varied) {
    const arm = arms.find((one) => Object.hasOwn(one.settings ?? {}, path));
    if (arm) throw new StudyError(message('ablation.variedAndSet', { path, arm: arm.name }));
  }
  const count = varied.reduce((product, { values }) => product * values.length, arms.length * seeds.length);
  if (count > MOST_RUNS) throw new StudyError(message('ablation.tooMany', { count, most: MOST_RUNS }));
  for (const { path, values } of varied) {
    const texts = values.map((value) => JSON.stringify(canonical(value)));
    const value = firstRepeated(texts);
    if (value !== undefined) throw new StudyError(message('ablation.valueTwice', { path, value }));
  }
  cellsOf({ ...study, seeds: seeds.slice(0, 1), settings: settingsOf(study) });
}

/** The settings that all arms start from. @param trainImages per epoch, for recipes that count updates */
export function settingsOf(
  { recipe: id, settings }: Pick<Study, 'recipe' | 'settings'>,
  trainImages?: number,
): TrainingSettings {
  const recipe = id === undefined ? undefined : recipeFor(id);
  const start = trainingSettingsSchema.parse({});
  const overrides = overridesOf(settings);
  const own = withOverrides(recipe ? applyRecipe(recipe, start) : start, overrides);
  if (!recipe || trainImages === undefined || Object.hasOwn(settings, 'epochs')) return own;
  return { ...own, epochs: epochsOf(recipe, own.batchSize, trainImages) };
}
