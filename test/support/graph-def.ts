/** A SavedModel read back from its bytes. */
import {
  type FunctionDef,
  type NodeDef,
  type SignatureDef,
  savedModelType,
} from '../../main/compiler/emit/schema';

export interface DecodedModel {
  tags: string[];
  nodes: NodeDef[];
  functions: FunctionDef[];
  signatures: Record<string, SignatureDef>;
}

export function decodeModel(bytes: Uint8Array): DecodedModel {
  const { meta_graphs } = savedModelType.toObject(savedModelType.decode(bytes), {
    defaults: true,
    longs: Number,
  }) as {
    meta_graphs: {
      meta_info_def: { tags: string[] };
      graph_def: { node: NodeDef[]; library: { function: FunctionDef[] } };
      signature_def: Record<string, SignatureDef>;
    }[];
  };
  const { meta_info_def, graph_def, signature_def } = meta_graphs[0]!;
  return {
    tags: meta_info_def.tags,
    nodes: graph_def.node,
    functions: graph_def.library.function,
    signatures: signature_def,
  };
}
