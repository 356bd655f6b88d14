/**
 * For tests that may load TensorFlow.
 *
 * Jest runs tests in a context of its own, with its own Float32Array; arrays made by the native binding come
 * from outside, so `instanceof` would fail in tfjs. This environment shares the outer typed arrays.
 *
 * TensorFlow's binding exists once in a process, and may not survive that jest tears down the context that it was loaded in
 * and loads it again for the next file. So a process that has loaded it ends after that file: it claims to use more memory
 * than jest's `workerIdleMemoryLimit` allows. All other processes are kept. (Jest may remark that a worker "failed to exit
 * gracefully": it asks the process of the last file to end, which is already gone.)
 */
const { TestEnvironment } = require('jest-environment-node');

// Read by TensorFlow from the process itself; inside a test, process.env is a copy.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

/** Whether this process has loaded it, whichever file asked for it. */
function hasTensorFlow() {
  process.report.excludeNetwork = true;
  return process.report.getReport().sharedObjects.some((path) => /tfjs_binding|libtensorflow/.test(path));
}

module.exports = class TensorFlowEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { ArrayBuffer, Float32Array, Float64Array, Int32Array, Uint8Array });
  }

  async teardown() {
    await super.teardown();
    if (!hasTensorFlow()) return;
    const { memoryUsage } = process;
    process.memoryUsage = () => ({ ...memoryUsage(), heapUsed: Number.MAX_SAFE_INTEGER });
  }
};
