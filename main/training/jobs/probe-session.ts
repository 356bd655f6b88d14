/** A program that is only measured, in a temporary folder. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../../core/basics/errors';
import { message } from '../../../core/messages';
import type { CompiledModel } from '../../compiler/types';
import { openSession } from '../../engine/session';
import type { Engine, Session } from '../../engine/types';
import { temporaryFolder } from '../../processes/temporary';
import type { FromWorker } from '../protocol/messages';

/** @returns the last message to the host: a failure if the program cannot be compiled, loaded or measured. */
export async function inProbeSession(
  engine: Engine,
  compile: () => Pick<CompiledModel, 'savedModel' | 'tags'>,
  measure: (session: Session) => Promise<FromWorker>,
): Promise<FromWorker> {
  const folder = await temporaryFolder('skipwire-probe-', message('training.purpose.speeds'));
  try {
    const { savedModel, tags } = compile();
    await writeFile(join(folder, 'saved_model.pb'), savedModel);
    const session = await openSession(engine, folder, tags);
    try {
      return await measure(session);
    } finally {
      session.close();
    }
  } catch (error) {
    return { type: 'failed', message: messageOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
