import { useEffect, useState } from 'react';
import { denseConfusion } from '../../core/study/confusion';
import { client } from '../client/client';
import type { Confusion } from './confusion';

export interface ConfusionAnswer {
  /** The run's. */
  id: string;
  epoch: number;
  /** Undefined where none is kept. */
  confusion: Confusion | undefined;
}

/** The matrix of a run's epoch; the one that was asked for before until it comes. */
export function useConfusion(id: string | undefined, epoch: number | undefined): ConfusionAnswer | undefined {
  const [answer, setAnswer] = useState<ConfusionAnswer>();
  useEffect(() => {
    if (id === undefined || epoch === undefined) return;
    let present = true;
    const told = (confusion: Confusion | undefined) => {
      if (present) setAnswer({ id, epoch, confusion });
    };
    client.runs.confusion({ id, epoch }).then(
      (found) => told(found ? denseConfusion(found) : undefined),
      // A run that was removed meanwhile, or a host that went away, which the window tells in its own place.
      () => told(undefined),
    );
    return () => {
      present = false;
    };
  }, [id, epoch]);
  return answer;
}
