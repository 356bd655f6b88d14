/** The lines of a forward pass, as a person would write them: one variable where there is one path, calls in calls. */
import { type Item, inputOf, outputOf, type Scope } from './scopes';
import { isModule } from './step';

const LONGEST = 84;
const VARIABLES = ['x', 'y', 'z', 'u', 'v', 'w'];

/** @returns statements from `x` to `return ...`. @param items of the scope; the last gives the result. */
export function forwardLines(scope: Scope, items: readonly Item[] = scope.items): string[] {
  const uses = new Map<string, number>();
  for (const item of items) for (const id of inputOf(item)) uses.set(id, (uses.get(id) ?? 0) + 1);
  const lines: string[] = [];
  /** Where each value is: a variable, or a call that is not written yet. */
  const at = new Map([[scope.input, 'x']]);
  const busy = new Set(['x']);
  for (const [index, item] of items.entries()) {
    const id = outputOf(item);
    const inputs = inputOf(item).map((input) => at.get(input) as string);
    const expression = called(item, inputs);
    for (const input of new Set(inputOf(item))) {
      const left = (uses.get(input) ?? 0) - inputOf(item).filter((each) => each === input).length;
      uses.set(input, left);
      if (left === 0) busy.delete(at.get(input) as string);
    }
    const next = items[index + 1];
    if (!next) {
      lines.push(`return ${expression}`);
      break;
    }
    const isNested = uses.get(id) === 1 && inputOf(next).length === 1 && inputOf(next)[0] === id;
    if (isNested && !endsLine(item) && called(next, [expression]).length <= LONGEST) {
      at.set(id, expression);
      continue;
    }
    const variable = VARIABLES.find((name) => !busy.has(name)) ?? `x${index}`;
    busy.add(variable);
    at.set(id, variable);
    lines.push(`${variable} = ${expression}`);
  }
  return lines;
}

function called({ name, step }: Item, inputs: readonly string[]): string {
  if (step && !isModule(step.does)) return step.does(inputs);
  return `self.${name}(${inputs.join(', ')})`;
}

/** Behind a block or an activation, people begin a line. */
const endsLine = ({ step, scope }: Item): boolean =>
  scope !== undefined || (step !== undefined && !isModule(step.does) && step.inputs.length === 1);
