/** Tries an engine in a process of its own, so that one which crashes takes nothing along. */
import { runCommand } from './command';
import { crashWords } from './crash';
import { packageRoot } from './package-root';
import type { Engine } from './types';

export interface ProbeResult {
  ok: boolean;
  /** TensorFlow's own version when it runs, the reason when it does not. */
  message: string;
  /** True when TensorFlow found a GPU that it can use. */
  gpu: boolean;
}

/** As load.ts does it; the kernels run a small network's step: a convolution, its gradient and a sum. */
const SCRIPT = `
const [binding, root] = process.argv.slice(1);
const { createRequire } = require('node:module');
const load = createRequire(root + '/package.json');
Object.assign(require('node:util'), { isNullOrUndefined: (v) => v == null, isArray: Array.isArray });
const inside = createRequire(load.resolve('@tensorflow/tfjs-node-gpu'));
inside('@mapbox/node-pre-gyp/lib/pre-binding').find = () => binding;
const tf = load('@tensorflow/tfjs-node-gpu');
const x = tf.ones([1, 4, 4, 1]);
const gradient = tf.grad((w) => tf.conv2d(x, w, 1, 'valid').sum())(tf.ones([3, 3, 1, 1]));
const sum = gradient.sum().dataSync()[0];
if (sum !== 36) throw new Error('The gradient must sum to 36. Received: ' + sum);
console.log('version ' + load(binding).TF_Version + (tf.backend().isUsingGpuDevice ? ' gpu' : ''));
`;

/** Never throws but for an abort. */
export async function probeEngine(engine: Engine, signal?: AbortSignal): Promise<ProbeResult> {
  const {
    code,
    signal: ended,
    output,
  } = await runCommand(process.execPath, ['-e', SCRIPT, engine.bindingPath, packageRoot()], {
    env: { ...engine.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 120_000,
    signal,
  });
  const [, version, gpu] = output.match(/^version (\S+)( gpu)?$/m) ?? [];
  if (code === 0 && version) return { ok: true, message: version, gpu: gpu !== undefined };
  const reason = output.split('\n').find((line) => /Error|error|cannot open/.test(line));
  const how = ended === null ? `with exit code ${code}` : `by ${ended}`;
  const words = crashWords({ code, signal: ended }, engine.device) ?? reason?.trim();
  return { ok: false, message: words || `the probe ended ${how}`, gpu: false };
}
