/**
 * The tables of a .tflite file that a network needs, in the order of their fields in tensorflow/lite/schema/schema.fbs and
 * tensorflow_lite_support/metadata/metadata_schema.fbs. A dash is a field that is not written.
 */
import type { Tables } from './flatbuffer';

export const FILE_IDENTIFIER = 'TFL3';
export const METADATA_IDENTIFIER = 'M001';
export const SCHEMA_VERSION = 3;

export const tables: Tables = {
  Model:
    'version:u32 operatorCodes:[OperatorCode] subgraphs:[SubGraph] description:string buffers:[Buffer] - metadata:[Metadata] signatureDefs:[SignatureDef]',
  OperatorCode: 'deprecatedBuiltinCode:i8 - version:i32 builtinCode:i32',
  SubGraph: 'tensors:[Tensor] inputs:[i32] outputs:[i32] operators:[Operator] name:string',
  Tensor: 'shape:[i32] type:i8 buffer:u32 name:string - - - shapeSignature:[i32]',
  Operator: 'opcodeIndex:u32 inputs:[i32] outputs:[i32] builtinOptions:union',
  Buffer: 'data:data',
  Metadata: 'name:string buffer:u32',
  SignatureDef: 'inputs:[TensorMap] outputs:[TensorMap] signatureKey:string - subgraphIndex:u32',
  TensorMap: 'name:string tensorIndex:u32',

  Conv2DOptions: 'padding:i8 strideW:i32 strideH:i32 - dilationW:i32 dilationH:i32',
  DepthwiseConv2DOptions:
    'padding:i8 strideW:i32 strideH:i32 depthMultiplier:i32 - dilationW:i32 dilationH:i32',
  TransposeConvOptions: 'padding:i8 strideW:i32 strideH:i32',
  Pool2DOptions: 'padding:i8 strideW:i32 strideH:i32 filterWidth:i32 filterHeight:i32',
  FullyConnectedOptions: '',
  SoftmaxOptions: 'beta:f32',
  ConcatenationOptions: 'axis:i32',
  AddOptions: '',
  SubOptions: '',
  MulOptions: '',
  DivOptions: '',
  MaximumMinimumOptions: '',
  ReducerOptions: 'keepDims:bool',
  ReshapeOptions: '',
  StridedSliceOptions: 'beginMask:i32 endMask:i32 - - shrinkAxisMask:i32',
  LeakyReluOptions: 'alpha:f32',
  GeluOptions: 'approximate:bool',
  ResizeBilinearOptions: '- - alignCorners:bool halfPixelCenters:bool',
  ResizeNearestNeighborOptions: 'alignCorners:bool halfPixelCenters:bool',
  PackOptions: 'valuesCount:i32 axis:i32',
  ShapeOptions: 'outType:i8',
  PadOptions: '',
  PadV2Options: '',
  DequantizeOptions: '',
  SquaredDifferenceOptions: '',

  ModelMetadata:
    'name:string description:string version:string subgraphMetadata:[SubGraphMetadata] author:string - - minParserVersion:string',
  SubGraphMetadata: '- - inputTensorMetadata:[TensorMetadata] outputTensorMetadata:[TensorMetadata]',
  TensorMetadata:
    'name:string description:string - content:Content processUnits:[ProcessUnit] stats:Stats associatedFiles:[AssociatedFile]',
  Content: 'properties:union',
  FeatureProperties: '',
  ImageProperties: 'colorSpace:i8 defaultSize:ImageSize',
  ImageSize: 'width:u32 height:u32',
  ProcessUnit: 'options:union',
  NormalizationOptions: 'mean:[f32] std:[f32]',
  Stats: 'max:[f32] min:[f32]',
  AssociatedFile: 'name:string description:string type:i8',
};

/** BuiltinOptions, ContentProperties, ProcessUnitOptions */
export const unionMembers: Readonly<Record<string, number>> = {
  Conv2DOptions: 1,
  DepthwiseConv2DOptions: 2,
  Pool2DOptions: 5,
  FullyConnectedOptions: 8,
  SoftmaxOptions: 9,
  ConcatenationOptions: 10,
  AddOptions: 11,
  ResizeBilinearOptions: 15,
  ReshapeOptions: 17,
  MulOptions: 21,
  PadOptions: 22,
  ReducerOptions: 27,
  SubOptions: 28,
  DivOptions: 29,
  StridedSliceOptions: 32,
  DequantizeOptions: 38,
  MaximumMinimumOptions: 39,
  PadV2Options: 43,
  TransposeConvOptions: 49,
  ShapeOptions: 55,
  PackOptions: 59,
  ResizeNearestNeighborOptions: 74,
  LeakyReluOptions: 75,
  SquaredDifferenceOptions: 76,
  GeluOptions: 116,
  FeatureProperties: 1,
  ImageProperties: 2,
  NormalizationOptions: 1,
};

export interface BuiltinInfo {
  code: number;
  /** The table of its options, where it has any. */
  options?: keyof typeof unionMembers;
  /** The first version that supports what is written here; 1 if absent. */
  version?: number;
}

/** BuiltinOperator */
const builtins = {
  ADD: { code: 0, options: 'AddOptions' },
  AVERAGE_POOL_2D: { code: 1, options: 'Pool2DOptions' },
  CONCATENATION: { code: 2, options: 'ConcatenationOptions' },
  CONV_2D: { code: 3, options: 'Conv2DOptions' },
  DEPTHWISE_CONV_2D: { code: 4, options: 'DepthwiseConv2DOptions', version: 2 },
  DEQUANTIZE: { code: 6, options: 'DequantizeOptions', version: 3 },
  FULLY_CONNECTED: { code: 9, options: 'FullyConnectedOptions' },
  LOGISTIC: { code: 14 },
  MAX_POOL_2D: { code: 17, options: 'Pool2DOptions' },
  MUL: { code: 18, options: 'MulOptions' },
  RELU: { code: 19 },
  RELU6: { code: 21 },
  RESHAPE: { code: 22, options: 'ReshapeOptions' },
  RESIZE_BILINEAR: { code: 23, options: 'ResizeBilinearOptions', version: 3 },
  SOFTMAX: { code: 25, options: 'SoftmaxOptions' },
  TANH: { code: 28 },
  PAD: { code: 34, options: 'PadOptions' },
  MEAN: { code: 40, options: 'ReducerOptions' },
  SUB: { code: 41, options: 'SubOptions' },
  DIV: { code: 42, options: 'DivOptions' },
  STRIDED_SLICE: { code: 45, options: 'StridedSliceOptions' },
  EXP: { code: 47 },
  MAXIMUM: { code: 55, options: 'MaximumMinimumOptions' },
  MINIMUM: { code: 57, options: 'MaximumMinimumOptions' },
  NEG: { code: 59 },
  PADV2: { code: 60, options: 'PadV2Options' },
  TRANSPOSE_CONV: { code: 67, options: 'TransposeConvOptions' },
  LOG: { code: 73 },
  RSQRT: { code: 76 },
  SHAPE: { code: 77, options: 'ShapeOptions' },
  REDUCE_MAX: { code: 82, options: 'ReducerOptions' },
  PACK: { code: 83, options: 'PackOptions' },
  RESIZE_NEAREST_NEIGHBOR: { code: 97, options: 'ResizeNearestNeighborOptions' },
  LEAKY_RELU: { code: 98, options: 'LeakyReluOptions' },
  SQUARED_DIFFERENCE: { code: 99, options: 'SquaredDifferenceOptions' },
  ABS: { code: 101 },
  HARD_SWISH: { code: 117 },
  GELU: { code: 150, options: 'GeluOptions' },
} satisfies Readonly<Record<string, BuiltinInfo>>;
export type Builtin = keyof typeof builtins;
export const builtinInfo: Readonly<Record<Builtin, BuiltinInfo>> = builtins;

/** TensorType */
export const TYPE = { float32: 0, float16: 1, int32: 2 } as const;
export type ElementType = keyof typeof TYPE;
/** Padding */
export const VALID = 1;
/** ColorSpaceType */
export const COLORS = { other: 0, RGB: 1, gray: 2 } as const;
/** AssociatedFileType: labels of the last axis. */
export const AXIS_LABELS = 2;
