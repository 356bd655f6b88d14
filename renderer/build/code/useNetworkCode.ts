import { useEffect, useState } from 'react';
import type { Framework } from '../../../core/contract/exporting';
import type { GraphDocument } from '../../../core/graph/document';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';
import { analysisOf } from '../../state/analysis';

/** Between an edit and the call, so that typing asks once. */
const WAIT_MS = 120;

export interface NetworkCode {
  text?: string;
  /** Why there is none: an operator that the framework lacks. */
  refused?: string;
}

/**
 * The graph as Python, a moment after each edit; while a new text is on its way, the one before. Undefined before the first
 * answer.
 */
export function useNetworkCode(document: GraphDocument, framework: Framework): NetworkCode | undefined {
  const [code, setCode] = useState<NetworkCode>();
  const analysis = analysisOf(document);
  const { name, groups } = document;
  const isSound = analysis.problems.every(({ severity }) => severity !== 'error');

  // biome-ignore lint/correctness/useExhaustiveDependencies: moving nodes leaves the code as it was.
  useEffect(() => {
    if (!isSound) return;
    const canceled = new AbortController();
    const answer = (next: NetworkCode) => !canceled.signal.aborted && setCode(next);
    const timer = setTimeout(() => {
      client.exporting.code({ graph: document, framework }, { signal: canceled.signal }).then(
        ({ text }) => answer({ text }),
        (error: unknown) => answer({ refused: messageOf(error) }),
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      canceled.abort();
    };
  }, [analysis, name, groups, framework, isSound]);
  return code;
}
