/** `skipwire doctor`: checks this machine and says what to do. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DoctorCheck } from '../../core/contract/engine';
import { formatBytes } from '../../core/format/bytes';
import { messageFrom, t, textOf } from '../../core/messages';
import { dependencyFolder } from '../basics/package-root';
import { cacheRoot, dataRoot, imagesRoot } from '../basics/paths';
import { saidBy } from '../basics/refusal';
import { cacheLimit, ImageCache } from '../datasets/cache/image-cache';
import { freeBytes } from '../disk/space';
import { findCompiler } from '../engine/binding';
import { hasAvx, WITHOUT_AVX } from '../engine/crash';
import { detectDevice } from '../engine/device';
import { freeMemory } from '../engine/free-memory';
import { describeGpu } from '../engine/gpu';
import { MissingTool } from '../engine/install-advice';
import { OLDEST_DRIVER, type Verdict } from '../engine/judge-gpu';
import { libraryVersions } from '../engine/libraries';
import { locateEngine } from '../engine/locate';
import { probeEngine } from '../engine/probe';
import { runCommand } from '../engine/run-command';
import { shippedBinding, shippedWheel } from '../engine/shipped';
import { ENGINE_BYTES } from '../engine/space';
import { type Device, requirementOf, TENSORFLOW_VERSION, wheelSource } from '../engine/versions';
import { findPython } from '../engine/wheel';
import { precisionCheck } from './precision-check';

type Finding = Omit<DoctorCheck, 'name'>;

const ok = (found: string): Finding => ({ state: 'ok', found });
const warning = (found: string, advice?: string): Finding => ({ state: 'warning', found, advice });

/** Never throws: a check that fails is a finding. */
export async function doctor(): Promise<DoctorCheck[]> {
  const checks: readonly (readonly [string, () => Finding | Promise<Finding>])[] = [
    [t('cli.doctor.names.node'), node],
    [t('cli.doctor.names.platform'), platform],
    [t('cli.doctor.names.python'), python],
    [t('cli.doctor.names.compiler'), compiler],
    [t('cli.doctor.names.tensorflow'), tensorflow],
    [t('cli.doctor.names.device'), device],
    [t('cli.doctor.names.precision'), precisionCheck],
    [t('cli.doctor.names.electron'), electron],
    [t('cli.doctor.names.dataSpace'), () => space(dataRoot(), 1e9)],
    [t('cli.doctor.names.engineSpace'), engineSpace],
    [t('cli.doctor.names.photos'), decodedPhotos],
  ];
  return Promise.all(
    checks.map(async ([name, check]): Promise<DoctorCheck> => {
      try {
        return { name, ...(await check()) };
      } catch (error) {
        return { name, ...warning(t('cli.doctor.notChecked', { error: messageFrom(saidBy(error)) })) };
      }
    }),
  );
}

async function decodedPhotos(): Promise<Finding> {
  const folder = imagesRoot();
  const { files, bytes } = await new ImageCache({ folder }).size();
  const limit = formatBytes(cacheLimit());
  return ok(t('cli.doctor.photosFound', { files, size: formatBytes(bytes), limit, folder }));
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const found = process.versions.node;
  if (major > 20 || (major === 20 && minor >= 19)) return ok(found);
  return { state: 'error', found, advice: t('cli.doctor.installNode') };
}

function platform(): Finding {
  const found = `${process.platform} ${process.arch}`;
  if (hasAvx() === false) return { state: 'error', found, advice: textOf(WITHOUT_AVX) };
  return wheelSource('cpu') ? ok(found) : warning(found, t('cli.doctor.olderTensorflow'));
}

/** Needed only until the engine is there, and not if the app ships what they are for. */
async function needed(
  find: () => Promise<string>,
  version: (program: string) => Promise<string>,
  shipped: (device: Device) => boolean,
): Promise<Finding> {
  try {
    return ok(await version(await find()));
  } catch (error) {
    const { device } = await detectDevice();
    if (shipped(device)) return ok(t('cli.doctor.notNeeded'));
    const ready = locateEngine(device) !== undefined;
    const state = ready ? 'warning' : 'error';
    if (!(error instanceof MissingTool)) return { state, found: textOf(saidBy(error)) };
    return { state, found: textOf(error.found), advice: textOf(error.advice) };
  }
}

const firstLine = async (program: string, args: readonly string[]): Promise<string> =>
  (await runCommand(program, args)).output.split('\n')[0] ?? '';

const python = () =>
  needed(
    findPython,
    async (program) => {
      const [language, pip] = [
        await firstLine(program, ['--version']),
        await firstLine(program, ['-m', 'pip', '--version']),
      ];
      return `${language}, ${pip.split(' from ')[0]}`;
    },
    (device) => {
      const source = wheelSource(device);
      return source !== undefined && shippedWheel(requirementOf(source)) !== undefined;
    },
  );

const compiler = () =>
  needed(
    findCompiler,
    (program) => firstLine(program, ['--version']),
    () => shippedBinding() !== undefined,
  );

async function tensorflow(): Promise<Finding> {
  const engine = locateEngine((await detectDevice()).device);
  if (!engine) {
    const advice = t('cli.doctor.provisionAdvice', { version: TENSORFLOW_VERSION });
    return warning(t('cli.doctor.notHere'), advice);
  }
  const probe = await probeEngine(engine);
  const { bindingPath } = engine;
  if (!probe.ok) {
    return {
      state: 'error',
      found: t('cli.doctor.doesNotRun', { path: bindingPath, error: messageFrom(probe.message) }),
      advice: t('cli.doctor.reinstall', { folder: dirname(bindingPath) }),
    };
  }
  const libraries = Object.entries(libraryVersions(engine.libraryFolders ?? [])).map((each) =>
    each.join(' '),
  );
  const found = [`${textOf(probe.message)} (${engine.device})`, ...libraries, bindingPath].join(', ');
  if (engine.device === 'cpu' || probe.gpu) return ok(found);
  const advice = t('cli.doctor.updateDriver', { version: OLDEST_DRIVER });
  return warning(t('cli.doctor.noUsableGpu', { found }), advice);
}

async function device(): Promise<Finding> {
  const { name, gpu, gpus, verdict, choice } = await detectDevice();
  const others = gpus.filter((one) => one !== gpu).map((one) => `gpu:${one.index} ${describeGpu(one)}`);
  const rest = others.length === 0 ? '' : `; ${t('cli.doctor.alsoHere', { devices: others.join('; ') })}`;
  const free = t('cli.doctor.freeMemory', { name: messageFrom(name), size: formatBytes(freeMemory()) });
  if (gpu) {
    const found = t('cli.doctor.gpuMemory', { gpu: `gpu:${gpu.index} ${describeGpu(gpu)}` }) + rest;
    if (verdict?.found === undefined) return ok(found);
    if (verdict.state === 'ok') return ok(`${found}. ${textOf(verdict.found)}`);
    return {
      state: verdict.state === 'unusable' ? 'error' : 'warning',
      found: `${found}. ${textOf(verdict.found)}`,
      advice: adviceOf(verdict, t('cli.doctor.useCpu')),
    };
  }
  const [card] = gpus;
  if (verdict && card) {
    const unused = { free, gpu: `gpu:${card.index} ${describeGpu(card)}`, why: verdict.found ?? '' };
    return warning(t('cli.doctor.gpuUnused', unused), adviceOf(verdict, t('cli.doctor.onCpu')));
  }
  return ok(t(choice?.device === 'cpu' ? CPU_CHOSEN[choice.by] : 'cli.doctor.noGpu', { free }));
}

const CPU_CHOSEN = { environment: 'cli.doctor.cpuChosen', settings: 'cli.doctor.cpuInSettings' } as const;

const adviceOf = ({ advice }: Verdict, cpu: string): string =>
  [cpu, ...(advice ? [textOf(advice)] : [])].join(' ');

function electron(): Finding {
  if (process.versions.electron) return ok(process.versions.electron);
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const folder = override ?? join(dependencyFolder('electron'), 'dist');
  return existsSync(folder) ? ok(folder) : warning(t('cli.doctor.noElectron'), t('cli.doctor.getElectron'));
}

async function space(folder: string, least: number): Promise<Finding> {
  const free = await freeBytes(folder);
  const found = t('cli.doctor.space', { size: formatBytes(free), folder });
  return free >= least ? ok(found) : warning(found, t('cli.doctor.freeSpace', { size: formatBytes(least) }));
}

async function engineSpace(): Promise<Finding> {
  const { device } = await detectDevice();
  return space(cacheRoot(), locateEngine(device) ? 0 : ENGINE_BYTES[device]);
}
