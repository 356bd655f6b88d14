/**
 * keras.optimizers.SGD: w -= rate * g, or with momentum v = m * v - rate * g, w += v, where v starts at
 * zero and is the variable `<w>/momentum`.
 */
import { Builder } from '../ir/builder';
import { type Gradient, IrError, type Variable } from '../ir/types';
import type { Pass } from './pass';

export const sgd = (momentum: number): Pass => ({
  name: 'sgd',
  run(program) {
    const { learningRate } = program.landmarks;
    if (!learningRate)
      throw new IrError("The pass 'sgd' needs a learning rate. Received: a program without one.");
    const variables = new Map(program.variables.map((variable) => [variable.name, variable]));
    const build = new Builder(program);

    const update = ({ variable: name, value, scale }: Gradient): void => {
      const variable = variables.get(name) as Variable;
      if (!value && momentum === 0) return;
      // What the loss does not depend on still moves on by the velocity that it may have been given.
      const gradient = value ?? zeros(build, variable);
      const rate = scale
        ? build.value('binary', `${name}/rate`, [learningRate, scale], { function: 'multiply' })
        : learningRate;
      // All reads of a step see the values from before it.
      const after = [build.read(name).node];
      if (momentum === 0) {
        build.update(build.add('sgd_update', `${name}/update`, [rate, gradient], { variable: name }, after));
        return;
      }
      const slot = `${name}/momentum`;
      build.declare({ ...variable, name: slot, role: 'slot', trainable: false, initializer: 'zeros' });
      const attributes = { variable: name, slot, momentum };
      build.update(build.add('momentum_update', `${name}/update`, [rate, gradient], attributes, after));
    };

    for (const gradient of program.gradients) update(gradient);
    return build.finish();
  },
});

function zeros(build: Builder, variable: Variable) {
  const shape = variable.shape as readonly number[];
  return build.value('constant', `${variable.name}/no_gradient`, [], { dtype: 'float32', shape, value: 0 });
}
