import { mkdir, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import { type GradCamMap, MOST_MAPS, type Picture } from '../../../core/contract/predict';
import { csvText } from '../../../core/format/csv';
import { formatPercent } from '../../../core/format/number';
import { message, textOf } from '../../../core/messages';
import { pngOf } from '../../datasets/photos/formats/sharp';
import { writing } from '../../disk/trouble';
import { interruptible } from '../interrupt';
import { columns, print, printJson, say } from '../output/output';
import { Phases } from '../output/phases';
import { type Found, findNetwork } from './asking';

export interface PredictFlags {
  checkpoint: CheckpointChoice;
  top: number;
  json?: boolean;
  csv?: boolean;
  gradCam?: string;
  gradCamNode?: string;
  gradCamClass?: string;
  array?: string;
  out?: string;
}

interface Answered {
  picture: Picture;
  classes: { name: string; share: number }[];
  /** File of its Grad-CAM map. */
  map?: string;
}

/**
 * Prints the most likely classes of each picture. A picture that cannot be read does not stop the others; the exit code
 * is then 1.
 */
export async function predictFiles(network: string, paths: string[], flags: PredictFlags): Promise<void> {
  const found = await findNetwork(network, flags.checkpoint);
  if (flags.gradCam !== undefined) await prepareFolder(flags.gradCam);
  const phases = new Phases();
  try {
    const answered = await interruptible(async (signal) => {
      const answers = await answersTo(found, paths, flags.top, phases, signal);
      if (flags.gradCam !== undefined) await addMaps(found, answers, flags.gradCam, flags, phases, signal);
      return answers;
    });
    phases.clear();
    report(answered, flags);
  } finally {
    phases.clear();
  }
}

async function answersTo(
  { predictor, service }: Found,
  paths: string[],
  top: number,
  phases: Phases,
  signal: AbortSignal,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  let names: readonly string[] | null = null;
  const request = { of: [predictor], paths, top, seen: false };
  for await (const event of service.files(request, signal, { most: Number.POSITIVE_INFINITY })) {
    if (event.type === 'progress') phases.show(event.progress);
    if (event.type === 'networks') names = event.networks[0]?.inference.classes ?? null;
    if (event.type === 'pictures') {
      for (const picture of event.pictures) answered.push({ picture, classes: [] });
    }
    if (event.type !== 'answers') continue;
    for (const [index, answer] of event.answers.entries()) {
      const one = answered[event.first + index] as Answered;
      one.classes = (answer?.top ?? []).map(({ class: output, share }) => ({
        name: names?.[output] ?? String(output),
        share,
      }));
    }
  }
  return answered;
}

async function addMaps(
  { predictor, service }: Found,
  answered: readonly Answered[],
  folder: string,
  { gradCamNode: node, gradCamClass }: PredictFlags,
  phases: Phases,
  signal: AbortSignal,
): Promise<void> {
  const sound = answered.filter(({ picture }) => picture.problem === undefined);
  const taken = new Set<string>();
  for (let first = 0; first < sound.length; first += MOST_MAPS) {
    const part = sound.slice(first, first + MOST_MAPS);
    const paths = part.map(({ picture }) => picture.path as string);
    const request = { of: [predictor], pictures: { paths }, node, class: gradCamClass };
    for await (const event of service.gradCam(request, signal)) {
      if (event.type === 'progress') phases.show(event.progress);
      if (event.type !== 'maps') continue;
      for (const [index, map] of event.maps.entries()) {
        const one = part[event.first + index] as Answered;
        if (map) one.map = await writeMap(folder, one.picture, map, taken);
      }
    }
  }
}

const trouble = (where: string) => ({ what: message('predict.what.maps'), where });

/**
 * Called before anything is computed.
 * @throws DiskTrouble if the folder cannot be created
 */
const prepareFolder = (folder: string): Promise<unknown> =>
  writing(trouble(folder), () => mkdir(folder, { recursive: true }));

/** Pixels of a map's longer side: those of small networks are enlarged. */
const LEAST_SIDE = 256;

/** Named after the picture; the second picture with the same name gets a number. */
async function writeMap(
  folder: string,
  { name }: Picture,
  { overlay }: GradCamMap,
  taken: Set<string>,
): Promise<string> {
  const base = parse(name).name;
  let free = base;
  for (let number = 2; taken.has(free); number++) free = `${base}-${number}`;
  taken.add(free);
  const path = join(folder, `${free}.png`);
  const { height, width, channels, pixels } = overlay;
  const side = Math.ceil(LEAST_SIDE / Math.max(height, width));
  const png = await pngOf(Buffer.from(pixels, 'base64'), [height, width, channels], side);
  await writing(trouble(path), () => writeFile(path, png));
  return path;
}

function report(answered: readonly Answered[], { json, csv, top }: PredictFlags): void {
  const failed = answered.filter(({ picture }) => picture.problem !== undefined);
  if (failed.length > 0) process.exitCode = 1;
  if (json) {
    printJson(answered.map(asJson));
    return;
  }
  for (const { picture } of failed) say(`skipwire: ${picture.path}: ${textOf(picture.problem as string)}`);
  const sound = answered.filter(({ picture }) => picture.problem === undefined);
  if (csv) {
    print(asCsv(sound, top));
    return;
  }
  const rows = sound.map(({ picture, classes }) => [
    picture.path as string,
    ...classes.map(({ name, share }) => `${name} ${formatPercent(share)}`),
  ]);
  if (rows.length > 0) print(columns(rows));
}

function asJson({ picture: { path, label, problem }, classes, map }: Answered): object {
  if (problem !== undefined) return { file: path, error: problem };
  return { file: path, label, classes, gradCam: map };
}

function asCsv(answered: readonly Answered[], top: number): string {
  const most = Math.min(top, answered[0]?.classes.length ?? 0);
  const places = Array.from({ length: most }, (_, place) => place + 1);
  return csvText([
    ['file', 'label', ...places.flatMap((place) => [`class_${place}`, `share_${place}`])],
    ...answered.map(({ picture, classes }) => [
      picture.path,
      picture.label,
      ...classes.flatMap(({ name, share }) => [name, share]),
    ]),
  ]);
}
