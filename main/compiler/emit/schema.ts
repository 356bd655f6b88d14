/**
 * The part of TensorFlow's protocol buffers that a SavedModel needs, with the field numbers of
 * tensorflow/core/protobuf/{saved_model,meta_graph}.proto and tensorflow/core/framework/*.proto.
 */
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto3";
package tensorflow;

message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }
message MetaGraphDef {
  message MetaInfoDef { repeated string tags = 4; string tensorflow_version = 5; }
  MetaInfoDef meta_info_def = 1;
  GraphDef graph_def = 2;
  map<string, SignatureDef> signature_def = 5;
  repeated AssetFileDef asset_file_def = 6;
}
message AssetFileDef { TensorInfo tensor_info = 1; string filename = 2; }
message SignatureDef {
  map<string, TensorInfo> inputs = 1;
  map<string, TensorInfo> outputs = 2;
  string method_name = 3;
}
message TensorInfo { string name = 1; int32 dtype = 2; TensorShapeProto tensor_shape = 3; }

message GraphDef { repeated NodeDef node = 1; FunctionDefLibrary library = 2; VersionDef versions = 4; }
message VersionDef { int32 producer = 1; int32 min_consumer = 2; }
message NodeDef {
  string name = 1;
  string op = 2;
  repeated string input = 3;
  string device = 4;
  map<string, AttrValue> attr = 5;
}
message AttrValue {
  message ListValue {
    repeated bytes s = 2;
    repeated int64 i = 3;
    repeated float f = 4;
    repeated bool b = 5;
    repeated int32 type = 6;
    repeated TensorShapeProto shape = 7;
  }
  oneof value {
    ListValue list = 1;
    bytes s = 2;
    int64 i = 3;
    float f = 4;
    bool b = 5;
    int32 type = 6;
    TensorShapeProto shape = 7;
    TensorProto tensor = 8;
    NameAttrList func = 10;
  }
}
message NameAttrList { string name = 1; map<string, AttrValue> attr = 2; }
message TensorShapeProto {
  message Dim { int64 size = 1; }
  repeated Dim dim = 2;
  bool unknown_rank = 3;
}
message TensorProto {
  int32 dtype = 1;
  TensorShapeProto tensor_shape = 2;
  bytes tensor_content = 4;
  repeated float float_val = 5;
  repeated double double_val = 6;
  repeated int32 int_val = 7;
  repeated bytes string_val = 8;
  repeated int64 int64_val = 10;
  repeated bool bool_val = 11;
}

message FunctionDefLibrary { repeated FunctionDef function = 1; }
message FunctionDef {
  OpDef signature = 1;
  repeated NodeDef node_def = 3;
  map<string, string> ret = 4;
}
message OpDef {
  message ArgDef { string name = 1; int32 type = 3; }
  string name = 1;
  repeated ArgDef input_arg = 2;
  repeated ArgDef output_arg = 3;
  bool is_stateful = 17;
}
`;

const { root } = protobuf.parse(SCHEMA, { keepCase: true });

export const savedModelType = root.lookupType('tensorflow.SavedModel');
export const metaGraphType = root.lookupType('tensorflow.MetaGraphDef');
export const graphType = root.lookupType('tensorflow.GraphDef');
export const nodeType = root.lookupType('tensorflow.NodeDef');
export const tensorType = root.lookupType('tensorflow.TensorProto');

/** Fields that are written in pieces. In map entries, 1 is the key and 2 the value. */
export const FIELD = {
  metaGraph: 2,
  graph: 2,
  node: 1,
  attribute: 5,
  entryKey: 1,
  entryValue: 2,
  tensor: 8,
  content: 4,
} as const;

/** tensorflow.DataType */
export const DT = {
  float32: 1,
  float64: 2,
  float16: 19,
  bfloat16: 14,
  int32: 3,
  uint8: 4,
  string: 7,
  int64: 9,
  bool: 10,
  resource: 20,
  variant: 21,
} as const;
export type TfType = keyof typeof DT;

export interface ShapeProto {
  dim: { size: number }[];
}

export interface TensorProto {
  dtype: number;
  tensor_shape: ShapeProto;
  /** May be a function that is called when it is read. */
  readonly tensor_content?: Uint8Array;
  float_val?: number[];
  double_val?: number[];
  int_val?: number[];
  int64_val?: number[];
  string_val?: Uint8Array[];
  bool_val?: boolean[];
}

export interface AttrValue {
  list?: { s?: Uint8Array[]; i?: readonly number[]; type?: number[]; shape?: ShapeProto[] };
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: ShapeProto;
  tensor?: TensorProto;
  func?: { name: string };
}

export interface NodeDef {
  name: string;
  op: string;
  input: string[];
  device?: string;
  attr: Record<string, AttrValue>;
}

export interface FunctionDef {
  signature: {
    name: string;
    input_arg: { name: string; type: number }[];
    output_arg: { name: string; type: number }[];
    is_stateful: boolean;
  };
  node_def: NodeDef[];
  ret: Record<string, string>;
}

export interface TensorInfo {
  name: string;
  dtype: number;
  tensor_shape: ShapeProto;
}

export interface SignatureDef {
  inputs: Record<string, TensorInfo>;
  outputs: Record<string, TensorInfo>;
  method_name: string;
}

/** GraphDef version of TensorFlow 2.9, the oldest runtime that is used; newer ones read it. */
export const PRODUCER = 1087;
