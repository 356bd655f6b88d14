/**
 * Where runs train, as text:
 *
 *   local[:FOLDER]    ssh:HOST[:FOLDER]    slurm[:HOST][:FOLDER]    ray:ADDRESS[:FOLDER]
 *
 * FOLDER is absolute or begins with `~/`; what follows a `?` are options, as in `slurm:login?partition=gpu&time=4:00:00`.
 */
import { message } from '../../core/messages';
import { Refusal } from '../basics/refusal';

export const KINDS = ['local', 'ssh', 'slurm', 'ray'] as const;
export type Kind = (typeof KINDS)[number];

export interface Where {
  /** The text itself: the lane's id. */
  id: string;
  kind: Kind;
  /** For ssh and slurm: as the program ssh takes it. */
  host?: string;
  /** For ray: `http://127.0.0.1:8265`. */
  address?: string;
  /** There; the default is in the home folder. */
  folder?: string;
  /** How many runs at once. */
  slots?: number;
  /** For the scheduler. */
  options: ReadonlyMap<string, string>;
}

const FOLDER = /(?:^|:)((?:\/(?!\/)|~\/).*)$/;
/** What the program ssh takes for an option, or a shell for more than a word, is no host; neither is one with a password. */
const HOST = /^(?!.*:.*@)[A-Za-z0-9_.[\]][\w.:@%[\]-]*$/;
const OPTION = /^[a-z][a-z_-]*$/;
const MOST_SLOTS = 1000;

/** @throws Refusal with the forms that are understood. */
export function parseWhere(text: string): Where {
  const unknown = () => new Refusal(message('executors.where.unknown', { received: text }));
  const [place = '', query] = splitOnce(text, '?');
  const [kindText = '', rest = ''] = splitOnce(place, ':');
  const kind = KINDS.find((one) => one === kindText);
  if (!kind) throw unknown();
  const folder = FOLDER.exec(rest)?.[1];
  const target = folder === undefined ? rest : rest.replace(FOLDER, '');
  const options = optionsOf(query);
  const slots = slotsOf(options.get('slots'));
  options.delete('slots');
  const where: Where = {
    id: text,
    kind,
    ...(folder === undefined ? {} : { folder }),
    ...(slots === undefined ? {} : { slots }),
    options,
  };
  if (kind === 'ray') return { ...where, address: addressOf(target) };
  if (target === '' && (kind === 'local' || kind === 'slurm')) return where;
  if (kind === 'local') throw unknown();
  if (!HOST.test(target)) throw new Refusal(message('executors.where.host', { received: target }));
  return { ...where, host: target };
}

export function isPlace(text: string): boolean {
  try {
    parseWhere(text);
    return true;
  } catch {
    return false;
  }
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function optionsOf(query: string | undefined): Map<string, string> {
  const options = new Map<string, string>();
  for (const part of query?.split('&') ?? []) {
    const [name, value] = splitOnce(part, '=');
    if (!OPTION.test(name) || value === undefined || /[\s'"\\]/.test(value)) {
      throw new Refusal(message('executors.where.option', { received: part }));
    }
    options.set(name, value);
  }
  return options;
}

function slotsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const slots = /^\d+$/.test(text) ? Number(text) : 0;
  if (slots < 1 || slots > MOST_SLOTS) {
    throw new Refusal(message('executors.where.slots', { most: MOST_SLOTS, received: text }));
  }
  return slots;
}

/** Without a slash at the end. */
function addressOf(text: string): string {
  const refused = new Refusal(message('executors.where.address', { received: text }));
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') throw refused;
  return url.href.replace(/\/$/, '');
}
