/** How to install the tools that installing TensorFlow needs on this system. */
import { readFileSync } from 'node:fs';
import { type Key, type Message, message, sentences, type Value } from '../../core/messages';
import { Refusal } from '../basics/refusal';

export type Tool = 'python' | 'compiler';

interface Distribution {
  /** Values of ID and ID_LIKE in /etc/os-release. */
  ids: readonly string[];
  install: string;
  packages: Readonly<Record<Tool, string>>;
}

const distributions: readonly Distribution[] = [
  {
    ids: ['debian', 'ubuntu'],
    install: 'sudo apt-get install',
    packages: { python: 'python3-pip', compiler: 'g++' },
  },
  {
    ids: ['fedora', 'rhel', 'centos'],
    install: 'sudo dnf install',
    packages: { python: 'python3-pip', compiler: 'gcc-c++' },
  },
  {
    ids: ['suse', 'opensuse'],
    install: 'sudo zypper install',
    packages: { python: 'python3-pip', compiler: 'gcc-c++' },
  },
  { ids: ['arch'], install: 'sudo pacman -S', packages: { python: 'python-pip', compiler: 'gcc' } },
];

const names: Readonly<Record<Tool, Key>> = {
  python: 'engine.tool.python',
  compiler: 'engine.tool.compiler',
};

/** A required program that is missing. */
export class MissingTool extends Refusal {
  constructor(
    readonly found: Message,
    readonly advice: Message,
  ) {
    super(sentences(found, advice));
  }
}

/** "Install a C++ compiler (sudo dnf install gcc-c++) and try again." */
export function installAdvice(
  tool: Tool,
  platform: NodeJS.Platform = process.platform,
  readRelease: () => string = () => readFileSync('/etc/os-release', 'utf8'),
): Message {
  return message('engine.adviseInstall', {
    tool: message(names[tool]),
    command: commandFor(tool, platform, readRelease),
  });
}

function commandFor(tool: Tool, platform: NodeJS.Platform, readRelease: () => string): Value {
  if (platform === 'darwin') return 'xcode-select --install';
  if (platform === 'win32')
    return tool === 'python' ? 'winget install Python.Python.3.13' : message('engine.tool.visualStudio');
  const ids = idsOf(readRelease);
  const found = distributions.find((one) => one.ids.some((id) => ids.includes(id)));
  if (found) return `${found.install} ${found.packages[tool]}`;
  const [known] = distributions;
  return message('engine.onDebian', { command: `${known!.install} ${known!.packages[tool]}` });
}

/** The distribution and those that it is like, as in `ID=linuxmint` and `ID_LIKE="ubuntu debian"`. */
function idsOf(readRelease: () => string): string[] {
  try {
    return [...readRelease().matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, list = '']) =>
      list.trim().split(/\s+/),
    );
  } catch {
    return [];
  }
}
