/** Blocks of a network that differ only in numbers, as one Python function; the lines of functions and of what calls them. */
import type { GraphAnalysis } from '../../../core/analysis/types';
import { groupBy } from '../../../core/basics/group-by';
import { PYTHON_KEYWORDS } from '../../../core/format/python-keywords';
import type { GraphDocument } from '../../../core/graph/document';
import { uniqueName } from '../../../core/graph/ids';
import type { KerasLayer } from '../keras/layers';
import { snakeCase } from '../keras/order';
import { mergingLayers } from '../keras/pointwise';
import { type BlockClass, className, classOf, placesOf, structureOf } from '../pytorch/classes';
import { type Scope, scopesOf } from '../pytorch/scopes';
import { type Argument, isModule, type Module, python, type Step } from '../pytorch/step';
import { literal } from './python';

/** A block that is written as a call of its function. */
export interface Call {
  block: BlockClass;
  /** The id of its group: its layers' names begin with it. */
  name: string;
  arguments: readonly Argument[];
}

export interface Blocks {
  input: KerasLayer;
  root: Scope;
  blocks: ReadonlyMap<Scope, Call>;
}

/** Between a layer's class and its name within the block, `.conv1`: blocks of one structure agree in both. */
const MARK = ' ';
const WITHIN_F_STRING = /^[\w.-]+$/;

/** What no function and no variable is called. */
const TAKEN = [...PYTHON_KEYWORDS, 'build', 'inputs', 'keras', 'layers', 'name', 'number', 'x'];

/** @param argumentsOf those of a layer's constructor, without its name */
export function blocksOf(
  all: readonly KerasLayer[],
  analysis: GraphAnalysis,
  argumentsOf: (layer: KerasLayer) => Argument[],
): Blocks {
  const input = all.find(({ className: each }) => each === 'InputLayer') as KerasLayer;
  const nodes = nodesOf(all, analysis);
  const around = outermostBlocks(analysis.effective);
  const steps = all
    .filter((layer) => layer !== input)
    .map((layer): Step => {
      const { name, className: kind, inputs } = layer;
      const node = nodes.get(name) as string;
      const block = around.get(node);
      const within = block !== undefined && name.startsWith(`${block}.`) ? name.slice(block.length) : '';
      const local = WITHIN_F_STRING.test(within) ? within : name;
      const does = { callee: `${kind}${MARK}${local}`, arguments: argumentsOf(layer), tensors: [] };
      return { id: name, node, role: name === node ? '' : name, inputs, does };
    });
  const root = scopesOf(analysis.effective, {
    steps,
    input: input.name,
    output: analysis.outputId as string,
  });
  const taken = new Set(TAKEN);
  const blocks = new Map<Scope, Call>();
  for (const alike of groupBy(blockScopes(root), structureOf).values()) {
    const [first, second] = alike;
    if (!first || !second) continue;
    const name = uniqueName(taken, snakeCase(className(first)));
    taken.add(name);
    const block = classOf(name, alike);
    for (const scope of alike) {
      blocks.set(scope, { block, name: scope.group?.id ?? '', arguments: placesOf(scope) });
    }
  }
  return { input, root, blocks };
}

/** By layer: those in front of a node's last layer, which has its name, are the node's too. */
function nodesOf(all: readonly KerasLayer[], { nodes }: GraphAnalysis): ReadonlyMap<string, string> {
  let node = '';
  return new Map(
    all.toReversed().map(({ name, className: kind, inputs }) => {
      if (nodes[name]) node = name;
      // Statistics of pixels stand behind the input.
      return [name, !nodes[name] && kind === 'Normalization' ? (inputs[0] as string) : node];
    }),
  );
}

/** By node, the id of the outermost block around it. */
function outermostBlocks({ nodes, groups }: GraphDocument): ReadonlyMap<string, string> {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const found = new Map<string, string>();
  for (const { id, group } of nodes) {
    const seen = new Set<string>();
    for (let at = group; at !== undefined && !seen.has(at); at = byId.get(at)?.parent) {
      seen.add(at);
      if (byId.get(at)?.kind === 'block') found.set(id, at);
    }
  }
  return found;
}

const blockScopes = (scope: Scope): Scope[] =>
  scope.items.flatMap(({ scope: inner }) => {
    if (!inner) return [];
    return inner.group?.kind === 'block' ? [inner] : blockScopes(inner);
  });

/** A line of a function: a layer, or a block. */
interface Unit {
  output: string;
  inputs: readonly string[];
  /** For its variable. */
  name: string;
  /** Where it changes, a line is left free. */
  group: string | undefined;
  written(inputs: readonly string[]): string;
  call?: Call;
}

interface Numbers {
  text(at: number): string | undefined;
}

const literally = (scope: Scope): Numbers => {
  const places = placesOf(scope);
  const usual = ({ value, usual: most }: Argument) => most !== undefined && python(value) === python(most);
  return {
    text: (at) => {
      const place = places[at] as Argument;
      return usual(place) ? undefined : python(place.value);
    },
  };
};

/** `def basic_block(inputs, filters, name):` and its lines. */
export function functionLines({ name, scope, parameters, expressions, omitted }: BlockClass): string[] {
  const numbers: Numbers = { text: (at) => (omitted[at] ? undefined : expressions[at]) };
  const units = unitsOf(scope, numbers, new Map());
  const own = parameters.map((parameter) => parameter.name);
  const { lines, result } = bodyOf(units, scope, own);
  return [`def ${name}(${['inputs', ...own, 'name'].join(', ')}):`, ...lines, `    return ${result}`];
}

/** The lines between the input, `inputs`, and the result. */
export const networkBody = ({ root, blocks }: Blocks): { lines: string[]; result: string } =>
  bodyOf(
    unitsOf(root, literally(root), blocks),
    root,
    [...blocks.values()].map(({ block }) => block.name),
  );

function unitsOf(scope: Scope, numbers: Numbers, blocks: Blocks['blocks']): Unit[] {
  let at = 0;
  const visit = (within: Scope): Unit[] =>
    within.items.flatMap(({ step, scope: inner }): Unit[] => {
      const call = inner && blocks.get(inner);
      if (inner && call) {
        at += call.arguments.length;
        const unit = { output: inner.output, inputs: [inner.input], name: inner.output, call };
        return [{ ...unit, group: within.group?.id, written: ([x]) => callText(call, x as string) }];
      }
      if (inner) return visit(inner);
      if (!step || !isModule(step.does)) return [];
      const { callee, arguments: args } = step.does as Module;
      const kind = callee.slice(0, callee.indexOf(MARK));
      const local = callee.slice(kind.length + MARK.length);
      const given = args.flatMap(({ name, keyword: isKeyword }, index) => {
        const text = numbers.text(at + index);
        return text === undefined ? [] : [isKeyword ? `${name}=${text}` : text];
      });
      at += args.length;
      const isInBlock = scope.group !== undefined;
      const named = isInBlock ? `f"{name}${local}"` : literal(step.id);
      return [
        {
          output: step.id,
          inputs: step.inputs,
          name: isInBlock ? local.slice(1) : step.id,
          group: within.group?.id,
          written: (inputs) =>
            `layers.${kind}(${[...given, `name=${named}`].join(', ')})(${mergingLayers.includes(kind) ? `[${inputs.join(', ')}]` : inputs.join(', ')})`,
        },
      ];
    });
  return visit(scope);
}

const callText = ({ block, name, arguments: args }: Call, x: string, named = literal(name)): string => {
  const given = block.parameters.map(({ name: each, at }, index) => {
    const value = python((args[at] as Argument).value);
    return index === 0 ? value : `${each}=${value}`;
  });
  return `${block.name}(${[x, ...given, `name=${named}`].join(', ')})`;
};

/**
 * `x` for a value that the next line alone takes, and a name of its own for one that is needed later.
 * @param reserved names that have another meaning there
 */
function bodyOf(
  units: readonly Unit[],
  { input, output }: Scope,
  reserved: readonly string[],
): { lines: string[]; result: string } {
  const last = new Map<string, number>();
  for (const [index, { inputs }] of units.entries()) for (const each of inputs) last.set(each, index);
  const taken = new Set([...TAKEN, ...reserved]);
  const variables = new Map([[input, 'inputs']]);
  for (const [index, { output: each, name }] of units.entries()) {
    const isNext = (last.get(each) ?? index + 1) === index + 1;
    const free = isNext ? 'x' : uniqueName(taken, name.replaceAll(/\W/g, '_').replace(/^\d/, 'n$&'));
    taken.add(free);
    variables.set(each, free);
  }
  const variable = (id: string) => variables.get(id) as string;
  const lines: string[] = [];
  for (let index = 0; index < units.length; index++) {
    const unit = units[index] as Unit;
    if (index > 0 && unit.group !== units[index - 1]?.group) lines.push('');
    const loop = loopFrom(units, index, variable);
    if (loop) {
      lines.push(...loop.lines);
      index += loop.count - 1;
      continue;
    }
    lines.push(`    ${variable(unit.output)} = ${unit.written(unit.inputs.map(variable))}`);
  }
  return { lines, result: variable(output) };
}

const LEAST_IN_LOOP = 3;

/** Equal blocks behind each other, whose names end in consecutive numbers. */
function loopFrom(units: readonly Unit[], first: number, variable: (id: string) => string) {
  const begin = units[first]?.call;
  const [, stem, number] = /^(.*?)(\d+)$/.exec(begin?.name ?? '') ?? [];
  if (!begin || stem === undefined || /[{}"\\]/.test(stem)) return undefined;
  const from = Number(number);
  const textOf = (call: Call) => callText(call, 'x', 'it');
  let count = 0;
  for (; first + count < units.length; count++) {
    const { call, inputs, output } = units[first + count] as Unit;
    const fits = call?.name === `${stem}${from + count}` && textOf(call) === textOf(begin);
    if (!fits || variable(inputs[0] as string) !== 'x' || variable(output) !== 'x') break;
  }
  if (count < LEAST_IN_LOOP) return undefined;
  const call = callText(begin, 'x', `f"${stem}{number}"`);
  return { count, lines: [`    for number in range(${from}, ${from + count}):`, `        x = ${call}`] };
}
