/** What is on the machine that trains. */
import { message } from '../../../core/messages';
import { engines } from '../../../package.json';
import { Refusal } from '../../basics/refusal';
import { quote } from '../../basics/shell-quote';
import { DEFAULT_FOLDER, INSTALLED } from './places';
import { runIn, type Shell } from './shell';

export interface Survey {
  /** Absolute. */
  folder: string;
  /** The program. */
  node: string;
  /** Bytes; undefined if unknown. */
  free: number | undefined;
  /** The build is there. */
  built: boolean;
  /** That build has installed TensorFlow. */
  installed: boolean;
}

/** ">=20.19" */
const [LEAST_MAJOR = 0, LEAST_MINOR = 0] = engines.node.replace('>=', '').split('.').map(Number);

const IS_NEW_ENOUGH = `const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>${LEAST_MAJOR}||a===${LEAST_MAJOR}&&b>=${LEAST_MINOR}?0:1)`;

/** Where Node is found that a shell without a terminal does not see. */
const NODES = [
  '"$SKIPWIRE_NODE"',
  '"$(command -v node)"',
  '"$(sh -lc \'command -v node\' 2>/dev/null)"',
  '"$HOME"/.nvm/versions/node/*/bin/node',
  '"$HOME"/.local/bin/node',
  '/usr/local/bin/node',
  '/opt/homebrew/bin/node',
].join(' ');

/**
 * A line of shell that looks for a Node that is new enough.
 * @param found what to do with it, as `$one`
 * @param old what to do with one that is too old
 */
export const lookForNode = (found: string, old = ':'): string =>
  `for one in ${NODES}; do [ -x "$one" ] || continue; if "$one" -e '${IS_NEW_ENOUGH}'; then ${found}; break; fi; ${old}; done`;

/** @throws Refusal if the machine cannot be reached, or lacks Node or tar. */
export async function survey(
  shell: Shell,
  { folder, digest, signal }: { folder: string | undefined; digest: string; signal: AbortSignal },
): Promise<Survey> {
  const { output, errors, code } = await runIn(shell, surveyScript(folder, digest), { signal });
  const found = new Map(
    output.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
  const place = placeOf(shell);
  if (code !== 0 || !found.has('folder')) {
    throw new Refusal(message('executors.survey.failed', { place, said: errors.trim() || `${code}` }));
  }
  const node = found.get('node');
  if (!node) {
    const old = found.get('old') ?? 'none';
    throw new Refusal(
      message('executors.survey.node', { place, least: engines.node.replace('>=', ''), old }),
    );
  }
  if (found.get('tar') !== 'yes') throw new Refusal(message('executors.survey.tar', { place }));
  const free = Number(found.get('free'));
  return {
    folder: found.get('folder') ?? '',
    node,
    free: Number.isFinite(free) && free > 0 ? free * 1024 : undefined,
    built: found.get('built') === 'yes',
    installed: found.get('installed') === 'yes',
  };
}

/** The host, or words for this machine. */
export const placeOf = ({ host }: Shell) => host ?? message('executors.thisMachine');

function surveyScript(folder: string | undefined, digest: string): string {
  const chosen =
    folder === undefined
      ? `"\${XDG_CACHE_HOME:-$HOME/.cache}"/${quote(DEFAULT_FOLDER)}`
      : folder.startsWith('~/')
        ? `"$HOME"/${quote(folder.slice(2))}`
        : quote(folder);
  return [
    `folder=${chosen}`,
    'mkdir -p "$folder" || exit 1',
    'folder=$(cd "$folder" && pwd -P) || exit 1',
    'echo "folder=$folder"',
    lookForNode('echo "node=$one"', 'echo "old=$("$one" --version)"'),
    'command -v tar >/dev/null && echo tar=yes',
    'echo "free=$(df -Pk "$folder" | awk \'NR==2 {print $4}\')"',
    `[ -d "$folder/builds/${digest}" ] && echo built=yes`,
    `[ -f "$folder/builds/${digest}/${INSTALLED}" ] && echo installed=yes`,
    'exit 0',
  ].join('\n');
}
