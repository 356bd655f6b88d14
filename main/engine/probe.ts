/** Tries an engine in a process of its own, so that one which crashes takes nothing along. */

import { type MessageOrText, message } from '../../core/messages';
import { errorLine } from '../basics/error-line';
import { bundledEntry } from '../processes/bundled-entry';
import { runCommand } from './command';
import { crashMessage } from './crash';
import type { Engine } from './types';

export interface ProbeResult {
  ok: boolean;
  /** TensorFlow's own version when it runs, the reason when it does not. */
  message: MessageOrText;
  /** True when TensorFlow found a GPU that it can use. */
  gpu: boolean;
}

/** What the line with the answer begins with; TensorFlow prints others. */
export const PROBE_ANSWER = 'skipwire-probe ';

/** Never throws but for an abort. */
export async function probeEngine(engine: Engine, signal?: AbortSignal): Promise<ProbeResult> {
  const {
    code,
    signal: ended,
    output,
  } = await runCommand(process.execPath, [bundledEntry('probe.cjs'), JSON.stringify(engine)], {
    env: { ...engine.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 120_000,
    signal,
  });
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
