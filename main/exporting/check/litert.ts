/**
 * Reads a .tflite file back in LiteRT, or in the TensorFlow Lite that is part of TensorFlow. Its kernels differ: the first
 * images go one by one through the plain ones, all others as one batch through those that a phone uses.
 */
import { message } from '../../../core/messages';
import { type Reader, Unchecked } from './check';
import { pythonReader, pythonWith } from './python';

const script = (imports: string) => `${imports}
def answers(images, kernels):
    interpreter = Interpreter(path, experimental_op_resolver_type=kernels)
    (images_at,), (scores_at,) = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.resize_tensor_input(images_at["index"], images.shape, strict=True)
    interpreter.allocate_tensors()
    interpreter.set_tensor(images_at["index"], images)
    interpreter.invoke()
    return interpreter.get_tensor(scores_at["index"])

plain = min(2, len(images) // 2)
scores = np.concatenate(
    [answers(images[i : i + 1], OpResolverType.BUILTIN_REF) for i in range(plain)]
    + [answers(images[plain:], OpResolverType.AUTO)]
)`;

const imports = {
  'ai-edge-litert': 'from ai_edge_litert.interpreter import Interpreter, OpResolverType',
  tensorflow: `import warnings
warnings.simplefilter("ignore")
from tensorflow.lite.python.interpreter import Interpreter, OpResolverType`,
};

const litert = pythonReader(['numpy', 'ai_edge_litert'], script(imports['ai-edge-litert']));
const tensorflow = pythonReader(['tensorflow'], script(imports.tensorflow));

export const readLitert: Reader = async (back) => {
  if (await pythonWith(['numpy', 'ai_edge_litert'])) return litert(back);
  if (await pythonWith(['tensorflow'])) return tensorflow(back);
  throw new Unchecked(message('export.check.noPython', { modules: 'ai-edge-litert' }));
};
