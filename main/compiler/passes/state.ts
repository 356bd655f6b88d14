/** Adds `init`, `read_weights` and `write_weights`, over the weights and then the optimizer's slots. */
import type { Builder } from '../ir/builder';
import type { Value, Variable } from '../ir/types';
import { nameHash } from '../name-hash';
import { appending } from './pass';

/** Variables in the order of `read_weights`. */
export function storedVariables(variables: readonly Variable[]): Variable[] {
  const ofRole = (role: Variable['role']) => variables.filter((variable) => variable.role === role);
  return [...ofRole('weight'), ...ofRole('slot')];
}

export const addState = appending('state', (build, program) => {
  const stored = storedVariables(program.variables);
  const seed = build.input('.init/seed', 'int32');
  const initialized = stored
    .filter(({ initializer, fill }) => initializer !== undefined || fill !== undefined)
    .map((variable) => build.assign(variable.name, 'initialize', initialValue(build, variable, seed)));
  build.entry({ name: 'init', inputs: { seed }, effects: initialized });

  const reads = stored.map(({ name }, index) => [`v${index}`, build.read(name)] as const);
  build.entry({ name: 'read_weights', outputs: Object.fromEntries(reads) });

  const written: Record<string, Value> = {};
  const writes = stored.map(({ name, dtype, shape }, index) => {
    const value = build.input(`${name}/write_value`, dtype, shape);
    written[`v${index}`] = value;
    return build.assign(name, 'write', value);
  });
  build.entry({ name: 'write_weights', inputs: written, effects: writes });
});

function initialValue(build: Builder, variable: Variable, seed: Value): Value {
  const name = `${variable.name}/initial_value`;
  const shape = variable.shape as readonly number[];
  const { initializer = 'zeros', fill } = variable;
  const constants: Partial<Record<typeof initializer, number>> = { zeros: 0, ones: 1 };
  const value = fill ?? constants[initializer];
  if (value !== undefined) return build.value('constant', name, [], { dtype: 'float32', shape, value });
  return build.value('initial_value', name, [seed], { initializer, shape, key: nameHash(variable.name) });
}
