/** The log of a run, which grows while it trains. */
import { useEffect, useState } from 'react';
import type { RunRecord } from '../../../core/study/run';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';
import { isBusy } from '../../client/trainingState';

export interface ReadLog {
  text: string;
  /** Bytes before it that were not read. */
  skipped: number;
  /** Whether it was read to its end once. */
  isRead: boolean;
  error?: string;
}

const UNREAD: ReadLog = { text: '', skipped: 0, isRead: false };
const READ_EVERY_MS = 1000;

export function useRunLog({ id, state }: Pick<RunRecord, 'id' | 'state'>): ReadLog {
  const [log, setLog] = useState(UNREAD);
  const grows = isBusy(state);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOpen = true;
    let from = 0;
    const read = async () => {
      try {
        const answer = await client.runs.log({ id, from });
        if (!isOpen) return;
        const continues = from > 0 && answer.from === from;
        from = answer.next;
        setLog((before) => ({
          text: continues ? before.text + answer.text : answer.text,
          skipped: continues ? before.skipped : answer.from,
          isRead: true,
        }));
      } catch (error) {
        if (isOpen) setLog((before) => ({ ...before, error: messageOf(error) }));
      }
      if (isOpen && grows) timer = setTimeout(() => void read(), READ_EVERY_MS);
    };
    void read();
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
  }, [id, grows]);
  return log;
}
