/** environment.json: on what a run was trained, and how to train it again. */
import { arch, cpus, release, type as systemType, totalmem } from 'node:os';
import type { TrainingSettings } from '../../core/study/settings';
import type { Engine } from '../engine/types';
import { reproduceCommand } from './reproduce';

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
