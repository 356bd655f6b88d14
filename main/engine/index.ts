/** The TensorFlow runtime: finds it, downloads it, describes it. */
import type { EngineStatus } from '../../core/contract/engine';
import { type MessageOrText, message } from '../../core/messages';
import { Refusal, saidBy } from '../basics/refusal';
import type { Work } from '../basics/work';
import { chooseDevice, type DeviceReport, detectDevice, deviceEnvironment, requireUsable } from './device';
import { freeMemory } from './free-memory';
import { findGpus } from './gpu';
import { libraryVersions } from './libraries';
import { locateEngine } from './locate';
import { provisionEngine } from './provision';
import { SharedTask } from './shared-task';
import type { Engine } from './types';
import type { Device } from './versions';

export { cardEnvironment } from './device';

let lastFailure: MessageOrText | undefined;

/** One at a time in this process; all callers see its progress. */
const provisioning = new SharedTask(async (options: Work): Promise<Engine> => {
  try {
    const engine = await provisionEngine(await detectDevice(), options);
    lastFailure = undefined;
    return engine;
  } catch (error) {
    if (!options.signal?.aborted) lastFailure = saidBy(error);
    throw error;
  }
});

/** The engine of this machine, if it has been provisioned. */
export async function findEngine(): Promise<Engine | undefined> {
  return locateEngine((await detectDevice()).device);
}

/**
 * The engine, downloaded first if it is missing (hundreds of megabytes). `signal` ends this call; the download ends
 * with the last call that waits for it.
 * @throws Refusal saying what is missing and what to do; the signal's reason when it fires
 */
export async function ensureEngine(options: Work = {}): Promise<Engine> {
  const report = await detectDevice();
  requireUsable(report);
  const { device } = report;
  const present = locateEngine(device);
  if (present?.device === device) return onDevice(present, report);
  try {
    return onDevice(await provisioning.run(options), report);
  } catch (error) {
    // If the engine for the GPU cannot be downloaded, the CPU trains.
    if (!present || !(error instanceof Refusal)) throw error;
    options.onProgress?.({ phase: message('engine.phase.onCpu'), detail: error.said });
    return present;
  }
}

/** The engine with an environment in which its worker sees only the chosen GPU. */
const onDevice = (engine: Engine, report: DeviceReport): Engine =>
  engine.device === 'gpu' ? { ...engine, env: { ...engine.env, ...deviceEnvironment(report) } } : engine;

/** The training device, and its free bytes; undefined if unknown. */
export interface DeviceMemory {
  device: Device;
  available: number | undefined;
}

/** @param on index of a card; absent: the one that trains. */
export async function deviceMemory(on?: number): Promise<DeviceMemory> {
  const { gpu } = await detectDevice();
  const engine = await findEngine();
  if (!gpu || engine?.device !== 'gpu') return { device: 'cpu', available: freeMemory() };
  const card = (await findGpus()).find(({ index }) => index === (on ?? gpu.index));
  return { device: 'gpu', available: card?.freeMemory };
}

/** The cards that may train, with what is free on them now. Empty if the CPU trains. */
export async function trainingCards(): Promise<{ index: number; free: number | undefined }[]> {
  const { cards } = await detectDevice();
  if ((await findEngine())?.device !== 'gpu') return [];
  const now = await findGpus();
  return cards.map(({ index }) => ({ index, free: now.find((card) => card.index === index)?.freeMemory }));
}

export async function engineStatus(): Promise<EngineStatus> {
  const report = await detectDevice();
  const engine = locateEngine(report.device);
  const about = {
    processor: report.processor,
    ...(report.choice && { choice: report.choice }),
    ...(report.gpus.length === 0 ? {} : { gpus: [...report.gpus] }),
    ...deviceRemark(report),
  };
  if (engine) {
    const runtime = `TensorFlow ${engine.version}`;
    const libraries = libraryVersions(engine.libraryFolders ?? []);
    return {
      state: 'ready',
      runtime,
      device: engine.device,
      deviceName: deviceName(engine, report),
      ...about,
      ...(report.gpu && engine.device === 'gpu' ? { gpu: report.gpu.index } : {}),
      ...(Object.keys(libraries).length === 0 ? {} : { libraries }),
    };
  }
  const name = { deviceName: report.name, ...about };
  if (provisioning.running) return { state: 'provisioning', ...name };
  if (lastFailure) return { state: 'broken', ...name, message: lastFailure };
  return {
    state: 'missing',
    ...name,
    message: message('engine.missing'),
  };
}

/** Why a GPU does not train, or what to know about the one that does. */
function deviceRemark({ gpus, gpu, verdict }: DeviceReport): Pick<EngineStatus, 'deviceRemark'> {
  if (!verdict?.found) return {};
  const values = { name: (gpu ?? gpus[0])?.name ?? 'GPU', found: verdict.found };
  return {
    deviceRemark: gpu ? message('engine.gpu.about', values) : message('engine.gpu.notUsed', values),
  };
}

/** From now on this process trains on the CPU. */
export function trainOnCpu(): Promise<EngineStatus> {
  chooseDevice('cpu');
  return engineStatus();
}

const deviceName = (engine: Engine, report: DeviceReport): MessageOrText =>
  engine.device === report.device ? report.name : report.processor;
