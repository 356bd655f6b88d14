/** Tries an engine in a separate process, since it may crash. */

import { type MessageOrText, message } from '../../core/messages';
import { errorLine } from '../basics/error-line';
import { bundledEntry } from '../processes/bundled-entry';
import { crashMessage } from './crash';
import { PROBE_ANSWER } from './probe-answer';
import { runCommand } from './run-command';
import type { Engine } from './types';

export interface ProbeResult {
  ok: boolean;
  /** TensorFlow's version if it runs, otherwise the reason. */
  message: MessageOrText;
  /** True if TensorFlow found a GPU that it can use. */
  gpu: boolean;
}

/** Throws only when aborted. */
export async function probeEngine(engine: Engine, signal?: AbortSignal): Promise<ProbeResult> {
  const args = [bundledEntry('probe.cjs'), JSON.stringify(engine)];
  const env = { ...engine.env, ELECTRON_RUN_AS_NODE: '1' };
  const result = await runCommand(process.execPath, args, { env, timeout: 120_000, signal });
  const { code, signal: ended, output } = result;
  const said = output.split('\n').find((line) => line.startsWith(PROBE_ANSWER));
  if (code === 0 && said) return JSON.parse(said.slice(PROBE_ANSWER.length));
  const how =
    ended === null
      ? message('engine.probe.exit', { code: String(code) })
      : message('engine.probe.signal', { signal: ended });
  return {
    ok: false,
    message: crashMessage({ code, signal: ended }, engine.device) ?? errorLine(output) ?? how,
    gpu: false,
  };
}
