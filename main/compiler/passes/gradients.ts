/** Adds the gradient of the loss with respect to every trainable variable. */
import { differentiate } from '../gradients';
import { Builder } from '../ir/builder';
import { bug } from '../ir/types';
import type { Pass } from './pass';

export const addGradients: Pass = {
  name: 'gradients',
  run(program) {
    const { loss } = program.landmarks;
    if (!loss) bug("The pass 'gradients' needs a loss. Received: a program without one.");
    const build = new Builder(program);
    const trainable = program.variables.filter((variable) => variable.trainable);
    const reads = trainable.map((variable) => build.read(variable.name));
    const gradients = differentiate(build, program.nodes, loss, reads, program.landmarks.lossScale);
    build.setGradients(trainable.map(({ name }, index) => ({ variable: name, value: gradients[index] })));
    build.reach('differentiated');
    return build.finish();
  },
};
