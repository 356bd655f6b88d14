/** Reports on data sets, and those that are being computed; they outlive the page that asked for them. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { DatasetInfo } from '../../core/contract/datasets';
import type { Progress } from '../../core/contract/engine';
import type { DatasetReport } from '../../core/contract/report';
import type { DatasetId } from '../../core/study/settings';
import { client } from './client';
import { messageOf } from './errors';

export interface ReportState {
  report?: DatasetReport;
  progress?: Progress;
  /** Why there is none; the words of the host. */
  error?: string;
  running: boolean;
}

const useReports = create<Partial<Record<DatasetId, ReportState>>>(() => ({}));

const set = (id: DatasetId, state: ReportState): void => useReports.setState({ [id]: state });

/** Asks for the report, unless that is being done. Never throws: a failure is part of the state. */
export async function loadReport(id: DatasetId): Promise<void> {
  const before = useReports.getState()[id];
  if (before?.running) return;
  set(id, { report: before?.report, running: true });
  try {
    let report: DatasetReport | undefined;
    for await (const event of await client.datasets.report({ id })) {
      if (event.type === 'report') report = event.report;
      else {
        // Computed anew: what was known is of another import.
        const { type: _, ...progress } = event;
        set(id, { progress, running: true });
      }
    }
    if (!report) throw new Error('The report has ended before it was done.');
    set(id, { report, running: false });
  } catch (error) {
    set(id, { error: messageOf(error), running: false });
  }
}

/** The report on a data set that is here; asked for again whenever something has happened to the data set. */
export function useDatasetReport(info: DatasetInfo): ReportState {
  // Every refresh of the list makes another object of it: a report that is known comes from a file at once.
  useEffect(() => {
    if (info.state === 'ready') void loadReport(info.id);
  }, [info]);
  return useReports((reports) => reports[info.id]) ?? NOTHING;
}

const NOTHING: ReportState = { running: true };
