/** Updates as TensorFlow's fused kernels, which compute what Keras 3 does (tensorflow/core/kernels/training_ops.cc). */
import { bool, casting, type, variableHandle } from './attributes';
import { cpuPart, type Emitters } from './emitter';
import { CPU } from './writer';

const T = type('float32');
const unlocked = { T, use_locking: bool(false) };

export const optimizerEmitters = {
  sgd_update: ({ main, input, variable, attributes }) => {
    main('ResourceApplyGradientDescent', [variable(attributes.variable), input(0), input(1)], unlocked);
    return [];
  },
  momentum_update: ({ main, input, variable, attributes, writer }) => {
    const { momentum, nesterov } = attributes;
    const handles = [variable(attributes.variable), variable(attributes.slot)];
    const tensors = [...handles, input(0), input(1), writer.scalar(momentum)];
    main('ResourceApplyKerasMomentum', tensors, { ...unlocked, use_nesterov: bool(nesterov) });
    return [];
  },
  adam_update: ({ main, input, variable, attributes, writer }) => {
    const { momentum, velocity, velocityHat, beta1, beta2, epsilon } = attributes;
    const handles = [attributes.variable, momentum, velocity, ...(velocityHat === null ? [] : [velocityHat])];
    const tensors = [
      ...handles.map(variable),
      ...[input(1), input(2), input(0)],
      ...[beta1, beta2, epsilon].map((number) => writer.scalar(number)),
      input(3),
    ];
    if (velocityHat === null) main('ResourceApplyAdam', tensors, { ...unlocked, use_nesterov: bool(false) });
    else main('ResourceApplyAdamWithAmsgrad', tensors, unlocked);
    return [];
  },
  rmsprop_update: ({ main, part, input, inputs, variable, attributes, node, writer }) => {
    const { velocity, slot, average, rho, momentum, epsilon } = attributes;
    const op = average === null ? 'ResourceApplyRMSProp' : 'ResourceApplyCenteredRMSProp';
    const handles = [attributes.variable, ...(average === null ? [] : [average]), velocity].map(variable);
    const scalars = [rho, momentum, epsilon].map((number) => writer.scalar(number));
    const tensors = (last: string) => [...handles, last, input(0), ...scalars, input(1)];
    if (slot !== null) {
      main(op, tensors(variable(slot)), unlocked);
      return [];
    }
    // The kernel always keeps its increment. Without momentum it gets a variable that is destroyed after
    // the update.
    const handle = variableHandle(`${node.name}/increment`, 'float32', inputs[1]!.shape);
    const increment = part('increment', 'VarHandleOp', [], handle);
    const zeros = part('zeros', 'ZerosLike', [input(1)], { T });
    const begun = part('begin', 'AssignVariableOp', [increment, zeros], {
      dtype: T,
      validate_shape: bool(false),
    });
    const applied = part('apply', op, tensors(increment), unlocked, { after: [...node.after, begun] });
    main('DestroyResourceOp', [increment], { ignore_lookup_error: bool(true) }, { after: [applied] });
    return [];
  },
  power_of_step: (context) => {
    const { main, input, attributes, writer } = context;
    const number = cpuPart(context);
    const step = number('step', 'Cast', [input(0)], casting('int32', 'float32'));
    const updates = number('updates', 'AddV2', [step, writer.scalar(1)], { T });
    return [main('Pow', [writer.scalar(attributes.base), updates], { T }, { device: CPU })];
  },
} satisfies Partial<Emitters>;
