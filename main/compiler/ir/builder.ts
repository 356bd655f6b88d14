/** Appends nodes to a program; the type rule of each operator gives the types of its outputs. */
import type { OperatorAttributes, OperatorName } from './attributes';
import { inferTypes } from './rules';
import type { Stage } from './stages';
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

  /** Goes on where `program` ends; the program itself stays as it is. */
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

  /** `base`, or `base_1`, `base_2`, ... where the name is taken. */
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

  /** As `add`, for operators with one output (or one of interest): returns the first. */
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

  scalar(name: string, value: number): Value {
    return this.value('constant', this.unusedName(name), [], { dtype: 'float32', shape: [], value });
  }

  declare(variable: Variable): void {
    if (this.variables.has(variable.name)) {
      bug(`Two variables may not have one name. Received: '${variable.name}' twice.`);
    }
    this.variables.set(variable.name, variable);
  }

  /** Whether a variable of that name is declared. */
  has(variable: string): boolean {
    return this.variables.has(variable);
  }

  /** The variable's value: one read serves the whole program. */
  read(variable: string): Value {
    return this.reads.get(variable) ?? this.value('read', `${variable}/read`, [], { variable });
  }

  entry(entry: Entry): void {
    this.entries.push(entry);
  }

  mark(landmarks: Landmarks): void {
    this.landmarks = { ...this.landmarks, ...landmarks };
  }

  setGradients(gradients: readonly Gradient[]): void {
    this.gradients = gradients;
  }

  /** `node` runs in each training step. */
  update(node: { readonly name: string }): void {
    this.updates.push(node.name);
  }

  /** From now on the rules of the stage hold (stages.ts). */
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
    // One that waits for others sees another value.
    if (node.operator === 'read' && node.after.length === 0 && node.outputs[0]) {
      this.reads.set(node.attributes.variable, node.outputs[0]);
    }
  }
}
