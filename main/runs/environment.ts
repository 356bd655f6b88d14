/** environment.json: what a run was trained on, and how to reproduce it. */
import { arch, cpus, release, type as systemType, totalmem } from 'node:os';
import type { TrainingSettings } from '../../core/study/settings';
import type { Engine } from '../engine/types';
import { reproduceCommand } from './reproduce';

export interface Environment {
  /** `browser`, `electron` or `cli`. */
  host?: string;
  versions: Record<string, string>;
  device?: 'cpu' | 'gpu';
  cpu: { model: string; cores: number };
  /** Bytes. */
  memory: number;
  os: string;
  /** To be run in the run's folder. */
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
