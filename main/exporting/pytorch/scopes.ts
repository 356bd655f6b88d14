/** Steps in the groups of the canvas: each group that has one input and one output becomes a module of its own. */
import { PYTHON_KEYWORDS } from '../../../core/format/python-keywords';
import type { GraphDocument, GraphGroup } from '../../../core/graph/document';
import { uniqueName } from '../../../core/graph/ids';
import { isModule, type Step } from './step';

export interface Scope {
  /** Id of the value that it is called with. */
  input: string;
  output: string;
  /** In an order in which each comes after its inputs. */
  items: readonly Item[];
  /** Absent for the whole network. */
  group?: GraphGroup | undefined;
}
export type Item =
  | { name: string; step: Step; scope?: undefined }
  | { name: string; scope: Scope; step?: undefined };

/** A projection's layers, which torchvision calls `downsample`. */
const SHORTCUT = 'shortcut';

/** What parts of our presets are called in torchvision. */
const TORCHVISION: Readonly<Record<string, string>> = {
  'stem.conv': 'conv1',
  'stem.bn': 'bn1',
  'stem.pool': 'maxpool',
  'head.pool': 'avgpool',
  'head.dense': 'fc',
  [SHORTCUT]: 'downsample',
};

/** Names that nn.Module has taken. */
const MODULE =
  'add_module apply bfloat16 buffers children compile cpu cuda double eval extra_repr float forward get_buffer get_parameter ' +
  'get_submodule half ipu load_state_dict logits mean modules mtia named_buffers named_children named_modules ' +
  'named_parameters parameters register_buffer register_module register_parameter requires_grad_ set_submodule ' +
  'share_memory state_dict std to to_empty train training type xpu zero_grad';
const RESERVED = new Set([...PYTHON_KEYWORDS, ...MODULE.split(' ')]);

export const inputOf = (item: Item): readonly string[] => item.step?.inputs ?? [item.scope?.input as string];
export const outputOf = (item: Item): string => item.step?.id ?? (item.scope?.output as string);
const isModuleItem = ({ step }: Item): boolean => !step || isModule(step.does);

/** Modules one behind the other: what nn.Sequential takes. */
export const isChain = ({ input, items, output }: Scope): boolean =>
  items.every(
    (item, index) =>
      isModuleItem(item) &&
      inputOf(item).length === 1 &&
      inputOf(item)[0] === (index === 0 ? input : outputOf(items[index - 1] as Item)),
  ) && outputOf(items.at(-1) as Item) === output;

export function scopesOf(
  document: GraphDocument,
  { steps, input, output }: { steps: readonly Step[]; input: string; output: string },
): Scope {
  const groups = new Map(document.groups.map((group) => [group.id, group]));
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const paths = new Map(
    steps.map((step) => [step.id, pathOf(nodes.get(step.node)?.group, step.node, groups)]),
  );
  const members = new Map<string, Step[]>();
  for (const step of steps) {
    for (const id of paths.get(step.id) ?? []) members.set(id, [...(members.get(id) ?? []), step]);
  }
  const ends = new Map(
    [...members].flatMap(([id, inside]) => {
      const found = groups.get(id)?.kind === 'stem' ? undefined : endsOf(inside, steps, output);
      return found ? [[id, found] as const] : [];
    }),
  );

  const build = (inside: readonly Step[], depth: readonly string[], scope: Omit<Scope, 'items'>): Scope => {
    const taken = new Set<string>(RESERVED);
    const items: Item[] = [];
    const begun = new Set<string>();
    for (const step of inside) {
      const path = (paths.get(step.id) ?? []).filter((id) => ends.has(id));
      const id = path[depth.length];
      const name = (full: string, role = '') => {
        const free = uniqueName(taken, attribute(full, depth.at(-1), role));
        taken.add(free);
        return free;
      };
      if (id === undefined) {
        items.push({ name: name(step.node, step.role), step });
      } else if (!begun.has(id)) {
        begun.add(id);
        const own = inside.filter(({ id: each }) => paths.get(each)?.includes(id));
        const within = { ...(ends.get(id) as { input: string; output: string }), group: groups.get(id) };
        items.push({ name: name(id), scope: build(own, [...depth, id], within) });
      }
    }
    return { ...scope, items };
  };
  return build(steps, [], { input, output });
}

/** Groups around a node, the outermost first; a block's shortcut counts as one. */
function pathOf(
  innermost: string | undefined,
  node: string,
  groups: ReadonlyMap<string, GraphGroup>,
): readonly string[] {
  const path: string[] = [];
  for (let id = innermost; id !== undefined && !path.includes(id); id = groups.get(id)?.parent)
    path.unshift(id);
  const shortcut = `${innermost}.${SHORTCUT}`;
  return innermost !== undefined && node.startsWith(`${shortcut}.`) ? [...path, shortcut] : path;
}

/** The one value that comes in and the one that goes out; undefined where there are more, or nothing to put together. */
function endsOf(inside: readonly Step[], steps: readonly Step[], output: string) {
  const ids = new Set(inside.map(({ id }) => id));
  const inputs = new Set(inside.flatMap((step) => step.inputs.filter((each) => !ids.has(each))));
  const outputs = new Set(
    steps.filter(({ id }) => !ids.has(id)).flatMap((step) => step.inputs.filter((each) => ids.has(each))),
  );
  const [input] = inputs;
  const [last] = outputs;
  const isWhole = inside.length > 1 && inside.some(({ does }) => isModule(does)) && !ids.has(output);
  if (!isWhole || inputs.size !== 1 || outputs.size !== 1) return undefined;
  return { input: input as string, output: last as string };
}

/** A Python name for a node or group within `group`. */
function attribute(id: string, group: string | undefined, role: string): string {
  const local = group !== undefined && id.startsWith(`${group}.`) ? id.slice(group.length + 1) : id;
  const known =
    TORCHVISION[local] ?? local.replace(/^stage(\d+)$/, 'layer$1').replace(/^block(\d+)$/, 'block$1');
  const named = `${known}${role ? `_${role}` : ''}`.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return /^\d/.test(named) ? `n${named}` : named;
}
