/** Reads event files of TensorBoard, checksums included, by TensorFlow's own messages. */
import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { maskedCrc32c } from '../../main/basics/crc32';

const EVENTS = `
syntax = "proto3";
message Event {
  double wall_time = 1;
  int64 step = 2;
  oneof what {
    string file_version = 3;
    bytes graph_def = 4;
    Summary summary = 5;
    SessionLog session_log = 7;
  }
}
message SessionLog { int32 status = 1; }
message Summary {
  message Value { string tag = 1; oneof value { float simple_value = 2; HistogramProto histo = 5; } }
  repeated Value value = 1;
}
message HistogramProto {
  double min = 1; double max = 2; double num = 3; double sum = 4; double sum_squares = 5;
  repeated double bucket_limit = 6 [packed = true];
  repeated double bucket = 7 [packed = true];
}
message GraphDef { repeated NodeDef node = 1; VersionDef versions = 4; }
message VersionDef { int32 producer = 1; }
message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
message AttrValue { oneof value { ListValue list = 1; string s = 2; } }
message ListValue { repeated Shape shape = 7; }
message Shape { message Dim { int64 size = 1; } repeated Dim dim = 2; }
`;
const root = protobuf.parse(EVENTS, { keepCase: true }).root;
const plain = (type: string, bytes: Uint8Array) => {
  const known = root.lookupType(type);
  return known.toObject(known.decode(bytes), { longs: Number }) as Record<string, never>;
};

export interface ReadEvent {
  step?: number;
  file_version?: string;
  graph_def?: Uint8Array;
  session_log?: { status: number };
  summary?: {
    value: {
      tag: string;
      simple_value?: number;
      histo?: Record<'min' | 'max' | 'num' | 'sum' | 'sum_squares', number> &
        Record<'bucket_limit' | 'bucket', number[]>;
    }[];
  };
}

/** @throws Error at a wrong checksum or a torn record. */
export function readEvents(path: string): ReadEvent[] {
  const bytes = readFileSync(path);
  const found: ReadEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    const sums = [bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12 + length)];
    if (sums[0] !== maskedCrc32c(bytes.subarray(at, at + 8)) || sums[1] !== maskedCrc32c(data)) {
      throw new Error(`A record's checksums must be those of its bytes. Received: ${path} at byte ${at}.`);
    }
    found.push(plain('Event', data));
    at += 16 + length;
  }
  return found;
}

export interface ReadNode {
  name: string;
  op: string;
  input?: string[];
  attr?: Record<string, { s?: string; list?: { shape: { dim: { size: number }[] }[] } }>;
}

export const readGraphDef = (bytes: Uint8Array): { node: ReadNode[]; versions: { producer: number } } =>
  plain('GraphDef', bytes) as never;
