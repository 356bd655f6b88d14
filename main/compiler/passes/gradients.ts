/** Adds the gradient of the loss with respect to every trainable variable. */
import { differentiate } from '../gradients';
import { appending, landmarksOf } from './pass';

export const addGradients = appending('gradients', (build, program) => {
  const { loss } = landmarksOf(program, 'gradients', 'loss');
  const trainable = program.variables.filter((variable) => variable.trainable);
  const reads = trainable.map((variable) => build.read(variable.name));
  const gradients = differentiate(build, program.nodes, loss, reads, program.landmarks.lossScale);
  build.setGradients(trainable.map(({ name }, index) => ({ variable: name, value: gradients[index] })));
  build.reach('differentiated');
});
