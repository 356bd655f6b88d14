/** Which nodes of a graph TensorFlow has a kernel for on a GPU, by the fixture of test/reference/make_gpu_kernels.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttrValue, DT, type NodeDef } from '../../main/compiler/emit/schema';
import { CPU } from '../../main/compiler/emit/writer';
import type { DecodedModel } from './graph-def';

interface Kernel {
  /** Types by attribute; an attribute that is absent takes any. */
  types?: Record<string, string[]>;
  /** Arguments that stay in the computer's memory. */
  host?: string[];
}
interface Op {
  takes: string[];
  gives: string[];
  kernels: Kernel[];
}
const { tensorflow, ops } = JSON.parse(
  readFileSync(join(__dirname, '..', 'reference', 'fixtures', 'gpu-kernels.json'), 'utf8'),
) as { tensorflow: string; ops: Record<string, Op> };

export { tensorflow };
export const knownOps = Object.keys(ops);

const typeNames = new Map<number, string>(Object.entries(DT).map(([name, number]) => [number, name]));

/** Types that an attribute names. */
function typesOf({ op, attr }: NodeDef, name: string): string[] {
  const value = attr[name];
  if (!value) throw new Error(`${op} is written without its attribute ${name}, which chooses its kernel`);
  return (value.list?.type ?? [value.type as number]).map((number) => typeNames.get(number) as string);
}

function opOf({ op, name }: NodeDef): Op {
  const known = ops[op];
  if (!known) {
    throw new Error(`${op} (node '${name}') is not in the fixture: run test/reference/make_gpu_kernels.py`);
  }
  return known;
}

/** The kernel that a GPU would take; undefined where there is none. */
export function gpuKernel(node: NodeDef): Kernel | undefined {
  return opOf(node).kernels.find(({ types = {} }) =>
    Object.entries(types).every(([name, allowed]) =>
      typesOf(node, name).every((each) => allowed.includes(each)),
    ),
  );
}

/** An op with the types that choose among kernels, `Cast SrcT=int32 DstT=float32`. */
export function typed(node: NodeDef): string {
  const chosen = new Set(opOf(node).kernels.flatMap(({ types = {} }) => Object.keys(types)));
  const named = [...chosen].sort().map((name) => ` ${name}=${typesOf(node, name)}`);
  return `${node.op}${named.join('')}`;
}

/**
 * The nodes that TensorFlow may put on a GPU: all that are not pinned to the CPU, and those of library functions that
 * such a node calls. What takes a resource is placed where its variable or iterator is.
 */
export function unpinned({ nodes, functions }: DecodedModel): NodeDef[] {
  const bodies = new Map(functions.map((body) => [body.signature.name, body.node_def]));
  const pinned = pinnedNodes(nodes);
  const found: NodeDef[] = [];
  const add = (node: NodeDef): void => {
    found.push(node);
    for (const name of called(node)) {
      const body = bodies.get(name);
      bodies.delete(name);
      body?.forEach(add);
    }
  };
  for (const node of nodes) if (!pinned.has(node.name)) add(node);
  return found;
}

/** Names of the nodes that stand on the CPU because they, or the resource that they take, were put there. */
export function pinnedNodes(nodes: readonly NodeDef[]): Set<string> {
  const pinned = new Set<string>();
  for (const node of nodes) {
    const [first = ''] = node.input;
    if (node.device === CPU || (takesResource(node) && pinned.has(first))) pinned.add(node.name);
    else if (node.device) throw new Error(`'${node.name}' stands on an unknown device: ${node.device}`);
  }
  return pinned;
}

/** Argument by argument: whether a GPU's kernel has it in the computer's memory. */
export const hostInputs = (node: NodeDef): boolean[] => hostArguments(node, opOf(node).takes);
export const hostOutputs = (node: NodeDef): boolean[] => hostArguments(node, opOf(node).gives);

function hostArguments(node: NodeDef, named: readonly string[]): boolean[] {
  const { host = [] } = gpuKernel(node) ?? {};
  return named.flatMap((argument) => {
    const [name = '', many] = argument.split(':');
    const count = many === undefined ? 1 : (node.attr[many]?.i ?? node.attr[many]?.list?.type?.length ?? 0);
    return Array<boolean>(count).fill(host.includes(name) || name === 'resource');
  });
}

const takesResource = (node: NodeDef): boolean =>
  ['resource', 'iterator'].includes(opOf(node).takes[0] as string);

const called = ({ attr }: NodeDef): string[] =>
  Object.values(attr).flatMap(({ func }: AttrValue) => (func ? [func.name] : []));
