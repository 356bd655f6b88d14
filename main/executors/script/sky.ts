/** `task.yaml` of a study's folder: a SkyPilot task whose machine runs run.sh. */
import type { ScriptOptions } from './options';

const GB = 1e9;
/** For the system and what feeds the network, in GB. */
const BESIDES = 4;

export const skyTask = ({ task, memory }: ScriptOptions & { task: string }): string => `name: ${task}
workdir: .
resources:
  cpus: 4+
  memory: ${Math.ceil(memory / GB) + BESIDES}+
  # accelerators: L4:1
setup: |
  command -v g++ >/dev/null || { sudo apt-get update && sudo apt-get install -y g++; }
run: |
  sh run.sh
`;
