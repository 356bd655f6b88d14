/** What is fed, constant or stored. */
import { bool, numbers, shape, tensor, type } from './attributes';
import type { Emitters } from './emitter';
import { emitInitialValue } from './initial-value';

export const stateEmitters = {
  input: ({ main, attributes }) => [
    main('Placeholder', [], { dtype: type(attributes.dtype), shape: shape(attributes.shape) }),
  ],
  constant: ({ main, attributes }) => {
    const dtype = attributes.dtype as 'float32' | 'int32';
    const value = tensor(numbers(dtype, attributes.shape, [attributes.value]));
    return [main('Const', [], { dtype: type(dtype), value })];
  },
  read: ({ main, node, variable, attributes }) => [
    main('ReadVariableOp', [variable(attributes.variable)], { dtype: type(node.outputs[0]!.dtype) }),
  ],
  barrier: ({ main }) => {
    main('NoOp', [], {});
    return [];
  },
  assign: ({ main, input, T, variable, attributes }) => {
    const attr = { dtype: T, validate_shape: bool(false) };
    main('AssignVariableOp', [variable(attributes.variable), input(0)], attr);
    return [];
  },
  initial_value: emitInitialValue,
} satisfies Partial<Emitters>;
