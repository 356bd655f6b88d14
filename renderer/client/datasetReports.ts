/** Reports on data sets. Their computation continues when the page is left. */

import { useEffect } from 'react';
import { create } from 'zustand';
import { own } from '../../core/basics/own-property';
import type { DatasetInfo } from '../../core/contract/datasets';
import type { Progress } from '../../core/contract/engine';
import type { DatasetReport } from '../../core/contract/report';
import { t } from '../../core/messages';
import type { DatasetId } from '../../core/study/settings';
import { client } from './client';
import { messageOf } from './errors';

export interface ReportState {
  report?: DatasetReport;
  progress?: Progress;
  error?: string;
  /** The person canceled it: it is not requested again automatically. */
  cancelled?: boolean;
  cancelling?: boolean;
  running: boolean;
}

const useReports = create<Partial<Record<DatasetId, ReportState>>>(() => ({}));

const streams = new Map<DatasetId, AbortController>();

const stateOf = (id: DatasetId): ReportState | undefined => useReports.getState()[id];
const set = (id: DatasetId, state: ReportState): void => useReports.setState({ [id]: state });

/** Requests the report unless a request is running. Never throws. */
export async function loadReport(id: DatasetId): Promise<void> {
  const before = stateOf(id);
  if (before?.running) return;
  const controller = new AbortController();
  streams.set(id, controller);
  set(id, { report: before?.report, running: true });
  try {
    let report: DatasetReport | undefined;
    for await (const event of await client.datasets.report({ id }, { signal: controller.signal })) {
      if (event.type === 'report') report = event.report;
      else {
        // Computed again: the known report is from another import.
        const { type: _, ...progress } = event;
        set(id, { progress, running: true, cancelling: stateOf(id)?.cancelling });
      }
    }
    if (!report) throw new Error(t('shell.client.reportEnded'));
    set(id, { report, running: false });
  } catch (error) {
    const cancelled = stateOf(id)?.cancelling;
    set(id, cancelled ? { cancelled, running: false } : { error: messageOf(error), running: false });
  }
}

/** Never throws. */
export async function cancelReport(id: DatasetId): Promise<void> {
  const before = stateOf(id);
  if (!before?.running || before.cancelling) return;
  set(id, { ...before, cancelling: true });
  try {
    await client.datasets.cancelReport({ id });
    // Needed if the host has not started yet.
    streams.get(id)?.abort();
  } catch (error) {
    const now = stateOf(id);
    if (now?.running) set(id, { ...now, cancelling: false, error: messageOf(error) });
  }
}

/** To be called when the data set has changed. */
export function forgetReport(id: DatasetId): void {
  if (!stateOf(id)?.running) useReports.setState({ [id]: undefined });
}

/** The report on an installed data set; requested again whenever the data set has changed. */
export function useDatasetReport(info: DatasetInfo): ReportState {
  // Every refresh makes a new object. A known report is read from a file, so asking is cheap.
  useEffect(() => {
    if (info.state === 'ready' && !stateOf(info.id)?.cancelled) void loadReport(info.id);
  }, [info]);
  return useReports((reports) => own(reports, info.id)) ?? NOTHING;
}

const NOTHING: ReportState = { running: true };
