/** environment.json: on what a run was trained, and how to train it again. */
import { arch, cpus, release, type as systemType, totalmem } from 'node:os';
import { momentumOf } from '../../core/study/optimizer';
import type { TrainingSettings } from '../../core/study/settings';
import type { Engine } from '../engine/types';

export interface Environment {
  /** What Skipwire ran in: `browser`, `electron` or `cli`. */
  host?: string;
  versions: Record<string, string>;
  /** Unknown until the engine is there. */
  device?: 'cpu' | 'gpu';
  cpu: { model: string; cores: number };
  /** Bytes. */
  memory: number;
  os: string;
  /** Run inside the run's folder. */
  reproduce: string;
}

export function describeEnvironment(
  version: string,
  settings: TrainingSettings,
  engine?: Pick<Engine, 'version' | 'device'>,
): Environment {
  const processors = cpus();
  return {
    versions: {
      skipwire: version,
      node: process.versions.node,
      ...(process.versions.electron ? { electron: process.versions.electron } : {}),
      ...(engine ? { tensorflow: engine.version } : {}),
    },
    ...(engine ? { device: engine.device } : {}),
    cpu: { model: processors[0]?.model.trim() ?? 'unknown', cores: processors.length },
    memory: totalmem(),
    os: `${systemType()} ${release()} ${arch()}`,
    reproduce: reproduceCommand(settings),
  };
}

/** The same run from the folder's own graph.json, every setting spelled out. */
export function reproduceCommand(settings: TrainingSettings): string {
  const { optimizer } = settings;
  const options: [string, string | number | null][] = [
    ['dataset', settings.dataset],
    ['epochs', settings.epochs],
    ['batch-size', settings.batchSize],
    ['lr', optimizer.learningRate],
    ['momentum', momentumOf(optimizer) || null],
    ['clipnorm', optimizer.clipnorm ?? 'none'],
    ['seed', settings.seed],
    ['train-limit', settings.trainLimit],
    ['val-limit', settings.valLimit],
  ];
  const given = options.filter(([, value]) => value !== null);
  return ['npx skipwire train graph.json', ...given.map(([name, value]) => `--${name} ${value}`)].join(' ');
}
