/**
 * For tests that may load TensorFlow.
 *
 * Jest runs tests in a context of its own, with its own Float32Array; arrays made by the native binding come
 * from outside, so `instanceof` would fail in tfjs. This environment shares the outer typed arrays.
 *
 * Jest requires native modules from outside, once in a process: the files that a process runs share one TensorFlow.
 */
const { TestEnvironment } = require('jest-environment-node');

// Read by TensorFlow from the process itself; inside a test, process.env is a copy.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

module.exports = class TensorFlowEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { ArrayBuffer, Float32Array, Float64Array, Int32Array, Uint8Array });
  }
};
