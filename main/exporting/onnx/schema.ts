/**
 * The part of ONNX's protocol buffers that a network needs, with the field numbers of onnx/onnx.proto3. Packed numbers
 * and graphs in attributes are read as raw bytes.
 */
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto3";
package onnx;

message ModelProto {
  int64 ir_version = 1;
  string producer_name = 2;
  string producer_version = 3;
  GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated StringStringEntryProto metadata_props = 14;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message StringStringEntryProto { string key = 1; string value = 2; }
message GraphProto {
  repeated NodeProto node = 1;
  string name = 2;
  repeated TensorProto initializer = 5;
  string doc_string = 10;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
  repeated ValueInfoProto value_info = 13;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  string name = 3;
  string op_type = 4;
  repeated AttributeProto attribute = 5;
  string domain = 7;
}
message AttributeProto {
  string name = 1;
  float f = 2;
  int64 i = 3;
  bytes s = 4;
  TensorProto t = 5;
  bytes g = 6;
  repeated float floats = 7;
  repeated int64 ints = 8;
  int32 type = 20;
}
message TensorProto {
  repeated int64 dims = 1;
  int32 data_type = 2;
  bytes float_data = 4;
  repeated int32 int32_data = 5;
  repeated int64 int64_data = 7;
  string name = 8;
  bytes raw_data = 9;
  bytes double_data = 10;
  repeated StringStringEntryProto external_data = 13;
  int32 data_location = 14;
}
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto {
  message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
  Tensor tensor_type = 1;
}
message TensorShapeProto {
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  repeated Dimension dim = 1;
}
`;

const root = protobuf.parse(SCHEMA, { keepCase: true }).root;

export const modelType = root.lookupType('onnx.ModelProto');
export const graphType = root.lookupType('onnx.GraphProto');
export const tensorType = root.lookupType('onnx.TensorProto');

/** Fields that file.ts writes itself. */
export const FIELD = { graph: 7, initializer: 5, rawData: 9 } as const;

/** TensorProto.DataType */
export const TYPE = { float: 1, uint8: 2, int64: 7 } as const;
export type ElementType = keyof typeof TYPE;

/** AttributeProto.AttributeType */
const KIND = { f: 1, i: 2, s: 3, floats: 6, ints: 7 } as const;

export interface Attribute {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  floats?: readonly number[];
  ints?: readonly number[];
}
export type AttributeValue = Omit<Attribute, 'name'>;

export const int = (i: number): AttributeValue => ({ type: KIND.i, i });
export const float = (f: number): AttributeValue => ({ type: KIND.f, f });
export const ints = (values: readonly number[]): AttributeValue => ({ type: KIND.ints, ints: values });
export const text = (value: string): AttributeValue => ({ type: KIND.s, s: Buffer.from(value) });
