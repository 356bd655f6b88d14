/** A loaded saved_model.pb. All its signatures share one TensorFlow session, and so its variables. */
import { unshared } from './copied-tensor';
import { loadTensorFlow, type SavedModel, type SignatureInfo, type Tensor, type TensorFlow } from './load';
import { type Engine, type Session, SessionError, type TensorValue } from './types';

/**
 * @param folder of saved_model.pb
 * @param tags of the graph in it
 * @throws SessionError when there is no such graph, or TensorFlow refuses it.
 */
export async function openSession(engine: Engine, folder: string, tags: readonly string[]): Promise<Session> {
  const tensorflow = loadTensorFlow(engine);
  try {
    const signatures = await readSignatures(tensorflow, folder, tags);
    const [first] = signatures.keys();
    if (first === undefined) throw new Error(`A model has at least one signature. Received: ${folder}.`);
    const model = await tensorflow.node.loadSavedModel(folder, [...tags], first);
    return new TfjsSession(tensorflow, model, signatures);
  } catch (error) {
    throw sessionError(error);
  }
}

async function readSignatures(
  { node }: TensorFlow,
  folder: string,
  tags: readonly string[],
): Promise<ReadonlyMap<string, SignatureInfo>> {
  const wanted = [...tags].sort().join();
  const graphs = await node.getMetaGraphsFromSavedModel(folder);
  const graph = graphs.find((each) => [...each.tags].sort().join() === wanted);
  if (graph) return new Map(Object.entries(graph.signatureDefs));
  const present = graphs.map((each) => `[${each.tags}]`).join(', ') || 'none';
  throw new Error(`The model must hold a graph with the tags [${tags}]. Received: ${present}.`);
}

class TfjsSession implements Session {
  private readonly models = new Map<string, SavedModel>();
  private closed = false;

  constructor(
    private readonly tensorflow: TensorFlow,
    private readonly loaded: SavedModel,
    private readonly signatures: ReadonlyMap<string, SignatureInfo>,
  ) {}

  async run(
    signature: string,
    inputs: Readonly<Record<string, TensorValue>> = {},
  ): Promise<Record<string, TensorValue>> {
    const fed: Record<string, Tensor> = {};
    let fetched: Record<string, Tensor> = {};
    try {
      const model = this.model(signature);
      for (const [name, { data, shape, dtype }] of Object.entries(inputs)) {
        fed[name] = this.tensorflow.tensor(unshared(data), shape, dtype);
      }
      fetched = model.predict(fed);
      return Object.fromEntries(Object.entries(fetched).map(([name, tensor]) => [name, readTensor(tensor)]));
    } catch (error) {
      throw sessionError(error);
    } finally {
      for (const tensor of Object.values(fed)) tensor.dispose();
      for (const tensor of Object.values(fetched)) tensor.dispose();
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.loaded.dispose();
  }

  /** The model under another signature. `loadSavedModel` gives the same session, but parses the file again (0.2 s for ResNet-50). */
  private model(signature: string): SavedModel {
    const known = this.models.get(signature);
    if (known) return known;
    const info = this.signatures.get(signature);
    if (!info) {
      const present = [...this.signatures.keys()].join(', ');
      throw new Error(`A session runs the signatures of its model: ${present}. Received: ${signature}.`);
    }
    const model: SavedModel = Object.create(this.loaded, {
      signature: { value: info },
      // Derived from the signature and cached.
      outputNodeNames_: { value: undefined, writable: true },
    });
    this.models.set(signature, model);
    return model;
  }
}

function readTensor(tensor: Tensor): TensorValue {
  return { dtype: tensor.dtype as TensorValue['dtype'], shape: tensor.shape, data: tensor.dataSync() };
}

/** TensorFlow's own text, with the node that it names: `{{node stage1.block1.conv1/forward}}`. */
function sessionError(error: unknown): SessionError {
  // Not `instanceof Error`: the binding's errors may come from another context, as in jest.
  const said = (error as { message?: unknown } | null)?.message ?? error;
  const message = String(said).replace(/^Session fail to run with error: /, '');
  const node = message.match(/\{\{node ([^}]+)\}\}/)?.[1];
  return new SessionError(message, node, /End of sequence/.test(message));
}
