/** Adds `init`, `read_weights` and `write_weights`, over the weights and then the optimizer's slots. */
import { Builder } from '../ir/builder';
import type { Value, Variable } from '../ir/types';
import { nameHash } from '../name-hash';
import type { Pass } from './pass';

/** Variables in the order of `read_weights`. */
export function storedVariables(variables: readonly Variable[]): Variable[] {
  const ofRole = (role: Variable['role']) => variables.filter((variable) => variable.role === role);
  return [...ofRole('weight'), ...ofRole('slot')];
}

export const addState: Pass = {
  name: 'state',
  run(program) {
    const build = new Builder(program);
    const stored = storedVariables(program.variables);

    const seed = build.value('input', '.init/seed', [], { dtype: 'int32', shape: [] });
    const initialized = stored
      .filter(({ initializer, fill }) => initializer !== undefined || fill !== undefined)
      .map((variable) => {
        const value = initialValue(build, variable, seed);
        return build.add('assign', `${variable.name}/initialize`, [value], { variable: variable.name }).name;
      });
    build.entry({ name: 'init', inputs: { seed }, outputs: {}, effects: initialized });

    const reads = stored.map((variable, index) => [`v${index}`, build.read(variable.name)] as const);
    build.entry({ name: 'read_weights', inputs: {}, outputs: Object.fromEntries(reads), effects: [] });

    const written: Record<string, Value> = {};
    const writes = stored.map((variable, index) => {
      const { name, dtype, shape } = variable;
      const value = build.value('input', `${name}/write_value`, [], { dtype, shape });
      written[`v${index}`] = value;
      return build.add('assign', `${name}/write`, [value], { variable: name }).name;
    });
    build.entry({ name: 'write_weights', inputs: written, outputs: {}, effects: writes });
    return build.finish();
  },
};

function initialValue(build: Builder, variable: Variable, seed: Value): Value {
  const name = `${variable.name}/initial_value`;
  const shape = variable.shape as readonly number[];
  const initializer = variable.initializer ?? 'zeros';
  if (variable.fill !== undefined) {
    return build.value('constant', name, [], { dtype: 'float32', shape, value: variable.fill });
  }
  if (initializer === 'zeros' || initializer === 'ones') {
    const value = initializer === 'ones' ? 1 : 0;
    return build.value('constant', name, [], { dtype: 'float32', shape, value });
  }
  return build.value('initial_value', name, [seed], { initializer, shape, key: nameHash(variable.name) });
}
