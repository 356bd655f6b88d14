/**
 * Jest runs tests in a context of its own, with its own Float32Array; arrays made by the native binding come
 * from outside, so `instanceof` would fail in tfjs. This environment shares the outer typed arrays.
 */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class TensorFlowEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { ArrayBuffer, Float32Array, Float64Array, Int32Array, Uint8Array });
  }
};
