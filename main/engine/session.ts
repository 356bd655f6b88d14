/** A loaded saved_model.pb: all its signatures share one TensorFlow session, so they share its variables. */
import { loadTensorFlow, type SavedModel, type Tensor, type TensorFlow } from './load';
import { type Engine, type Session, SessionError, type TensorData, type TensorValue } from './types';

/** @param folder holds saved_model.pb @throws SessionError when TensorFlow refuses the graph. */
export async function openSession(engine: Engine, folder: string, tags: readonly string[]): Promise<Session> {
  return new TfjsSession(loadTensorFlow(engine), folder, tags);
}

class TfjsSession implements Session {
  /** Each holds the same session: tfjs-node keeps one per folder and tags. */
  private readonly signatures = new Map<string, SavedModel>();

  constructor(
    private readonly tensorflow: TensorFlow,
    private readonly folder: string,
    private readonly tags: readonly string[],
  ) {}

  async run(
    signature: string,
    inputs: Readonly<Record<string, TensorValue>> = {},
  ): Promise<Record<string, TensorValue>> {
    const model = await this.model(signature);
    const fed: Record<string, Tensor> = {};
    let fetched: Record<string, Tensor> = {};
    try {
      for (const [name, value] of Object.entries(inputs)) fed[name] = this.tensor(value);
      fetched = model.predict(fed);
      return Object.fromEntries(Object.entries(fetched).map(([name, tensor]) => [name, readTensor(tensor)]));
    } catch (error) {
      throw sessionError(error);
    } finally {
      for (const tensor of [...Object.values(fed), ...Object.values(fetched)]) tensor.dispose();
    }
  }

  close(): void {
    for (const model of this.signatures.values()) model.dispose();
    this.signatures.clear();
  }

  private async model(signature: string): Promise<SavedModel> {
    const known = this.signatures.get(signature);
    if (known) return known;
    try {
      const model = await this.tensorflow.node.loadSavedModel(this.folder, [...this.tags], signature);
      this.signatures.set(signature, model);
      return model;
    } catch (error) {
      throw sessionError(error);
    }
  }

  private tensor({ data, shape, dtype }: TensorValue): Tensor {
    return this.tensorflow.tensor(data, shape, dtype);
  }
}

function readTensor(tensor: Tensor): TensorValue {
  return {
    dtype: tensor.dtype as TensorValue['dtype'],
    shape: tensor.shape,
    data: tensor.dataSync() as TensorData,
  };
}

/** TensorFlow's message with the node that it names, `{{node stage1.block1.conv1/forward}}`. */
function sessionError(error: unknown): SessionError {
  const message = error instanceof Error ? error.message : String(error);
  const node = message.match(/\{\{node ([^}]+)\}\}/)?.[1];
  return new SessionError(message, node, message.includes('End of sequence'));
}
