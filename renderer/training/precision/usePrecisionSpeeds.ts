import { useEffect, useState } from 'react';
import type { GraphDocument } from '../../../core/graph/document';
import type { PrecisionChoice, PrecisionSpeeds } from '../../../core/study/precision';
import { client } from '../../client/client';
import { numberOf } from '../../memory/graphNumber';

export interface Speeds {
  /** Absent while nothing is known. */
  speeds?: PrecisionSpeeds | undefined;
  measuring: boolean;
}

/**
 * How fast the device computes these networks in each precision, if it was measured. It is measured, which takes the
 * whole device for seconds, only if a precision other than float32 is chosen.
 * @param free nothing is training
 */
export function usePrecisionSpeeds(
  graphs: readonly GraphDocument[],
  chosen: PrecisionChoice | undefined,
  free: boolean,
): Speeds {
  const [found, setFound] = useState<{ graphs: string; speeds: PrecisionSpeeds | undefined }>();
  const [measuring, setMeasuring] = useState(false);
  const measure = free && chosen !== undefined && chosen !== 'float32';
  const named = graphs.map(numberOf).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `named` identifies the graphs.
  useEffect(() => {
    if (graphs.length === 0) return;
    let present = true;
    const ask = async () => {
      if (measure) setMeasuring(true);
      try {
        const speeds = (await client.training.precision({ graphs: [...graphs], measure })) ?? undefined;
        if (present) setFound({ graphs: named, speeds });
      } catch {
        // Nothing is shown then; training does not need it.
      } finally {
        if (present) setMeasuring(false);
      }
    };
    void ask();
    return () => {
      present = false;
      setMeasuring(false);
    };
  }, [named, measure]);
  return { speeds: found?.graphs === named ? found.speeds : undefined, measuring };
}
