/** The Python text of the network: classes for its blocks, and one for the whole. */
import type { Inference } from '../../../core/study/inference';
import { type BlockClass, classesOf, pascal, placesOf, structureOf } from './classes';
import { forwardLines } from './forward';
import { helpers } from './helpers';
import { type Item, isChain, type Scope } from './scopes';
import { isModule, type Module, python } from './step';

export interface NetworkSource {
  className: string;
  /** Classes, without imports. */
  text: string;
  /** Whether the network has a method `logits`. */
  givesLogits: boolean;
}

/** Where the numbers of a scope are written out: in the network itself, or as arguments within a class. */
interface Numbers {
  expression(at: number): string;
  omitted(at: number): boolean;
}

/** What the network does to an image first. */
export interface Prepared {
  input: Pick<Inference['input'], 'shape' | 'range'>;
  normalization: Omit<Inference['normalization'], 'insideModel'>;
}

export function networkSource(root: Scope, name: string, { input, normalization }: Prepared): NetworkSource {
  const className = pascal(name);
  const used = Object.keys(helpers).filter((helper) => calleesOf(root).has(helper));
  const classes = classesOf(root, [className, ...Object.keys(helpers)]);
  const writer = new Writer(classes);
  const blocks = [...classes.values()].map((each) => writer.blockClass(each));
  const { steps, last } = splitSoftmax(root);
  const prepared = [
    ...(input.range[1] === 255 ? ['x = x / 255'] : []),
    ...{
      none: [],
      'per-channel': ['x = (x - self.mean) / self.std'],
      'per-pixel-mean': ['x = x - self.mean'],
    }[normalization.kind],
  ];
  const body = forwardLines(root, steps);
  const network = [
    `class ${className}(nn.Module):`,
    `    """Takes float32 images [N, ${[input.shape[2], input.shape[0], input.shape[1]].join(', ')}] in 0..${input.range[1]}."""`,
    '',
    ...method('__init__(self)', [
      'super().__init__()',
      ...statistics(input.shape, normalization),
      ...writer.members(root, literal(root)),
    ]),
    '',
    ...(last
      ? [
          ...method('logits(self, x)', [...prepared, ...body]),
          '',
          ...method('forward(self, x)', [`return ${last('self.logits(x)')}`]),
        ]
      : method('forward(self, x)', [...prepared, ...body])),
  ].join('\n');
  const parts = [...used.map((helper) => helpers[helper]), ...blocks, network];
  return { className, text: parts.join('\n\n\n'), givesLogits: last !== undefined };
}

/** A softmax at the end is a method of its own, since losses take logits. */
function splitSoftmax(root: Scope): { steps: readonly Item[]; last?: (x: string) => string } {
  const last = root.items.at(-1);
  if (!last?.step || isModule(last.step.does)) return { steps: root.items };
  const { does } = last.step;
  if (!does(['x']).startsWith('F.softmax(')) return { steps: root.items };
  return { steps: root.items.slice(0, -1), last: (x) => does([x]) };
}

function statistics(
  shape: readonly number[],
  { kind, mean = [], deviation = [] }: Prepared['normalization'],
): string[] {
  const buffer = (name: string, value: string) =>
    `self.register_buffer("${name}", ${value}, persistent=False)`;
  // Nine digits hold a float32.
  const vector = (values: readonly number[]) =>
    `torch.tensor([${values.map((value) => Number(value.toPrecision(9))).join(', ')}]).view(-1, 1, 1)`;
  const [height, width, channels] = shape;
  if (kind === 'per-channel') return [buffer('mean', vector(mean)), buffer('std', vector(deviation))];
  return kind === 'none' ? [] : [buffer('mean', `torch.zeros(${channels}, ${height}, ${width})`)];
}

function calleesOf({ items }: Scope): Set<string> {
  return new Set(
    items.flatMap(({ step, scope }) =>
      scope ? [...calleesOf(scope)] : step && isModule(step.does) ? [step.does.callee] : [],
    ),
  );
}

const method = (signature: string, lines: readonly string[]): string[] => [
  `    def ${signature}:`,
  ...lines.flatMap((line) => line.split('\n')).map((line) => `        ${line}`),
];

/** Every number as it is. */
function literal(scope: Scope): Numbers {
  const places = placesOf(scope);
  return {
    expression: (at) => python(places[at]?.value ?? 0),
    omitted: (at) => {
      const place = places[at];
      return place?.usual !== undefined && python(place.value) === python(place.usual);
    },
  };
}

class Writer {
  constructor(private readonly classes: ReadonlyMap<string, BlockClass>) {}

  blockClass({ name, scope, parameters, expressions, omitted }: BlockClass): string {
    const numbers: Numbers = {
      expression: (at) => expressions[at] as string,
      omitted: (at) => omitted[at] as boolean,
    };
    const signature = ['self', ...parameters.map((parameter) => parameter.name)].join(', ');
    return [
      `class ${name}(nn.Module):`,
      ...method(`__init__(${signature})`, ['super().__init__()', ...this.members(scope, numbers)]),
      '',
      ...method('forward(self, x)', forwardLines(scope)),
    ].join('\n');
  }

  /** `self.conv1 = ...` for each module. */
  members(scope: Scope, numbers: Numbers): string[] {
    return this.constructed(scope, numbers).map(({ name, text }) => `self.${name} = ${text}`);
  }

  private constructed(scope: Scope, numbers: Numbers, first = 0): { name: string; text: string }[] {
    let at = first;
    return scope.items.flatMap(({ name, step, scope: inner }) => {
      const here = at;
      if (inner) {
        at += placesOf(inner).length;
        return [{ name, text: this.group(inner, numbers, here) }];
      }
      if (!step || !isModule(step.does)) return [];
      at += step.does.arguments.length;
      return [{ name, text: instance(step.does, numbers, here) }];
    });
  }

  private group(scope: Scope, numbers: Numbers, first: number): string {
    if (isChain(scope)) return sequential(this.constructed(scope, numbers, first).map(({ text }) => text));
    const { name, parameters } = this.classes.get(structureOf(scope)) as BlockClass;
    return `${name}(${parameters.map(({ at }) => numbers.expression(first + at)).join(', ')})`;
  }
}

function instance({ callee, arguments: args }: Module, numbers: Numbers, first: number): string {
  const written = args.flatMap(({ name, keyword }, index) => {
    if (numbers.omitted(first + index)) return [];
    const text = numbers.expression(first + index);
    return [keyword ? `${name}=${text}` : text];
  });
  return `${callee}(${written.join(', ')})`;
}

/** Equal modules behind each other are a loop. */
function sequential(modules: readonly string[]): string {
  const runs: { text: string; count: number }[] = [];
  for (const text of modules) {
    const last = runs.at(-1);
    if (last?.text === text) last.count += 1;
    else runs.push({ text, count: 1 });
  }
  const lines = runs.flatMap(({ text, count }) =>
    count > 2 ? [`*[${text} for _ in range(${count})]`] : new Array<string>(count).fill(text),
  );
  if (lines.length === 1) return `nn.Sequential(${lines[0]})`;
  return `nn.Sequential(\n${lines.map((line) => `    ${line.replaceAll('\n', '\n    ')},`).join('\n')}\n)`;
}
