/**
 * The last run's network, compiled and loaded: the next run of the same network, data and settings takes it over, whatever its
 * seed. TensorFlow has then planned every step, and `load_data` and `init` (or `write_weights`) set each variable again.
 */
import type { GraphDocument } from '../../../core/graph/document';
import type { CompiledModel, CompileOptions } from '../../compiler/types';
import type { Session } from '../../engine/types';

export interface LoadedProgram {
  model: Omit<CompiledModel, 'savedModel'>;
  session: Session;
}

/** The same for runs that are compiled to the same program. */
export const programKey = (graph: GraphDocument, options: CompileOptions): string =>
  JSON.stringify([graph, options]);

export class KeptProgram {
  private kept: { key: string; program: LoadedProgram } | undefined;

  /** The one that was kept under this key. Any other is closed, so that two are never in memory. */
  take(key: string): LoadedProgram | undefined {
    const { kept } = this;
    this.kept = undefined;
    if (kept?.key === key) return kept.program;
    kept?.program.session.close();
    return undefined;
  }

  keep(key: string, program: LoadedProgram): void {
    this.kept = { key, program };
  }
}
