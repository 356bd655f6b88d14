/**
 * The operator sets of ONNX that our graphs need (onnx/docs/Changelog.md): the oldest that has every node as it is written, since
 * older programs refuse newer sets.
 */

/** The first IR version in which weights need not be inputs of the graph. */
export const OLDEST_OPSET = 9;

/** The file format that came with each. */
export const IR_VERSIONS: Readonly<Record<number, number>> = { 9: 4, 10: 5, 11: 6, 12: 7, 13: 7 };

/** Operators that older sets write differently: with attributes instead of inputs, or, for a Resize, with a region. */
export const SINCE: Readonly<Record<string, number>> = { Clip: 11, Pad: 11, Resize: 13, Slice: 10 };

/** Before, a Gemm had a bias. */
export const GEMM_WITHOUT_BIAS = 11;

/** Before, a Softmax was over its axis and all later ones. */
export const SOFTMAX_OVER_ONE_AXIS = 13;
