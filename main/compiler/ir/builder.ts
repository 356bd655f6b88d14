/** Appends nodes to a program; the type rule of each operator gives the types of its outputs. */
import type { BinaryFunction, OperatorAttributes, OperatorName, UnaryFunction } from './attributes';
import { inferTypes } from './rules';
import type { DataType, TensorShape } from './tensor-type';
import type { Stage } from './types';
import {
  bug,
  type Entry,
  type Gradient,
  type Landmarks,
  type Node,
  type NodeOf,
  type Program,
  type Value,
  type Variable,
} from './types';

export const emptyProgram: Program = {
  variables: [],
  nodes: [],
  entries: [],
  landmarks: {},
  gradients: [],
  updates: [],
  stages: [],
};

export class Builder {
  private readonly nodes: Node[];
  private readonly names: Set<string>;
  private readonly variables: Map<string, Variable>;
  private readonly reads = new Map<string, Value>();
  private entries: Entry[];
  private landmarks: Landmarks;
  private gradients: readonly Gradient[];
  private updates: string[];
  private readonly stages: Stage[];

  /** Continues `program` without changing it. */
  constructor(program: Program = emptyProgram) {
    this.nodes = [...program.nodes];
    this.names = new Set(program.nodes.map((node) => node.name));
    this.variables = new Map(program.variables.map((variable) => [variable.name, variable]));
    this.entries = [...program.entries];
    this.landmarks = program.landmarks;
    this.gradients = program.gradients;
    this.updates = [...program.updates];
    this.stages = [...program.stages];
    for (const node of program.nodes) this.remember(node);
  }

  /** `base`, or `base_1`, `base_2`, ... if the name is taken. */
  unusedName(base: string): string {
    let name = base;
    for (let suffix = 1; this.names.has(name); suffix += 1) name = `${base}_${suffix}`;
    return name;
  }

  /** @throws IrError when the name is taken or the operator's type rule does not hold. */
  add<Name extends OperatorName>(
    operator: Name,
    name: string,
    inputs: readonly Value[],
    attributes: OperatorAttributes[Name],
    after: readonly string[] = [],
  ): NodeOf<Name> {
    if (this.names.has(name)) bug(`Two nodes may not have one name. Received: '${name}' twice.`);
    const types = inferTypes(operator, name, inputs, attributes, this.variables);
    const outputs = types.map(({ dtype, shape }, output): Value => ({ node: name, output, dtype, shape }));
    const node: NodeOf<Name> = { name, operator, inputs, attributes, outputs, after };
    this.names.add(name);
    this.nodes.push(node as Node);
    this.remember(node as Node);
    return node;
  }

  /** As `add`, but returns the first output. */
  value<Name extends OperatorName>(
    operator: Name,
    name: string,
    inputs: readonly Value[],
    attributes: OperatorAttributes[Name],
  ): Value {
    const [output] = this.add(operator, name, inputs, attributes).outputs;
    if (!output) bug(`'${operator}' has no output to use. Received: node '${name}'.`);
    return output;
  }

  /** What a caller feeds: a scalar unless a shape is given. */
  input(name: string, dtype: DataType, shape: TensorShape = []): Value {
    return this.value('input', name, [], { dtype, shape });
  }

  binary(fn: BinaryFunction, name: string, a: Value, b: Value): Value {
    return this.value('binary', name, [a, b], { function: fn });
  }

  unary(fn: UnaryFunction, name: string, x: Value): Value {
    return this.value('unary', name, [x], { function: fn });
  }

  /** The value cast to float32, if it has another type. */
  inFloat32(name: string, value: Value): Value {
    return value.dtype === 'float32' ? value : this.value('cast', name, [value], { dtype: 'float32' });
  }

  /** @returns the name of the node `<variable>/<part>` that assigns. */
  assign(variable: string, part: string, value: Value): string {
    return this.add('assign', `${variable}/${part}`, [value], { variable }).name;
  }

  scalar(name: string, value: number): Value {
    return this.value('constant', this.unusedName(name), [], { dtype: 'float32', shape: [], value });
  }

  declare(variable: Variable): void {
    if (this.variables.has(variable.name)) {
      bug(`Two variables may not have one name. Received: '${variable.name}' twice.`);
    }
    this.variables.set(variable.name, variable);
  }

  /** Whether the variable is declared. */
  has(variable: string): boolean {
    return this.variables.has(variable);
  }

  /** The variable's value: one read serves the whole program. */
  read(variable: string): Value {
    return this.reads.get(variable) ?? this.value('read', `${variable}/read`, [], { variable });
  }

  entry(entry: Pick<Entry, 'name'> & Partial<Entry>): void {
    this.entries.push({ inputs: {}, outputs: {}, effects: [], ...entry });
  }

  mark(landmarks: Landmarks): void {
    this.landmarks = { ...this.landmarks, ...landmarks };
  }

  setGradients(gradients: readonly Gradient[]): void {
    this.gradients = gradients;
  }

  /** The node of this name runs in each training step. */
  update(node: string): void {
    this.updates.push(node);
  }

  /** The rules of the stage hold from here on (stages.ts). */
  reach(stage: Stage): void {
    this.stages.push(stage);
  }

  finish(): Program {
    return {
      variables: [...this.variables.values()],
      nodes: this.nodes,
      entries: this.entries,
      landmarks: this.landmarks,
      gradients: this.gradients,
      updates: this.updates,
      stages: this.stages,
    };
  }

  private remember(node: Node): void {
    // A read that waits for other nodes may see another value.
    if (node.operator === 'read' && node.after.length === 0 && node.outputs[0]) {
      this.reads.set(node.attributes.variable, node.outputs[0]);
    }
  }
}
