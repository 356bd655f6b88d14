/** environment.json: what a run was trained on, and how to reproduce it. */
import { arch, cpus, release, type as systemType, totalmem } from 'node:os';
import type { TrainingSettings } from '../../core/study/settings';
import type { Engine } from '../engine/types';
import { reproduceCommand } from './reproduce';

export type Environment = ReturnType<typeof describeEnvironment>;

/** @param app.host `browser`, `electron` or `cli`. */
export function describeEnvironment(
  { version, host }: { version: string; host?: string },
  settings: TrainingSettings,
  engine?: Pick<Engine, 'version' | 'device'>,
) {
  const { node, electron } = process.versions;
  const processors = cpus();
  return {
    host,
    versions: { skipwire: version, node, electron, tensorflow: engine?.version },
    device: engine?.device,
    cpu: { model: processors[0]?.model.trim() ?? 'unknown', cores: processors.length },
    /** Bytes. */
    memory: totalmem(),
    os: `${systemType()} ${release()} ${arch()}`,
    /** To be run in the run's folder. */
    reproduce: reproduceCommand(settings),
  };
}
