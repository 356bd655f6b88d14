import * as attribute from './attributes';
import { bool, shape, tensor, type } from './attributes';
import type { Emitters } from './emitter';
import { emitInitialValue } from './initial-value';

type Family = 'input' | 'constant' | 'read' | 'assign' | 'barrier' | 'initial_value';

export const stateEmitters: Pick<Emitters, Family> = {
  input: ({ main, attributes }) => [
    main('Placeholder', [], { dtype: type(attributes.dtype as 'float32'), shape: shape(attributes.shape) }),
  ],
  constant: ({ main, attributes }) => {
    const dtype = attributes.dtype as 'float32' | 'int32';
    const value = tensor(attribute.numbers(dtype, attributes.shape, [attributes.value]));
    return [main('Const', [], { dtype: type(dtype), value })];
  },
  read: ({ main, node, variable, attributes }) => [
    main('ReadVariableOp', [variable(attributes.variable)], {
      dtype: type(node.outputs[0]!.dtype as 'float32'),
    }),
  ],
  barrier: ({ main }) => {
    main('NoOp', [], {});
    return [];
  },
  assign: ({ main, input, inputs, variable, attributes }) => {
    const attr = { dtype: type(inputs[0]!.dtype as 'float32'), validate_shape: bool(false) };
    main('AssignVariableOp', [variable(attributes.variable), input(0)], attr);
    return [];
  },
  initial_value: emitInitialValue,
};
