/** Reports for the hosts. */
import { join } from 'node:path';
import { slug } from '../../core/basics/slug';
import type { StudyReport, StudyReportRequest } from '../../core/contract/study-report';
import { recordsOf } from '../../core/report/study';
import { exportsRoot } from '../basics/paths';
import type { RunStore } from '../runs/store';
import type { StudyStore } from '../studies/store';
import { type CollectedStudy, collectStudy } from './collect';
import { type DesktopDrawing, writeReport } from './write';

const LONGEST_FOLDER = 80;

/** Where a report is written by default. Studies of one name have folders of their own. */
export function usualReportPath({ arms }: Pick<CollectedStudy, 'arms'>): string {
  const ids = [...new Set(recordsOf({ arms }).map(({ studyId }) => studyId))];
  const others = ids.length > 1 ? `-and-${ids.length - 1}-more` : '';
  return join(exportsRoot(), `${slug(ids[0] ?? '', LONGEST_FOLDER, 'study')}${others}-report`);
}

export class StudyReports {
  constructor(
    private readonly runs: RunStore,
    private readonly studies: Pick<StudyStore, 'get'>,
  ) {}

  /**
   * Replaces an earlier report of the same study.
   * @throws Refusal where a run is gone, the folder has files of others, or cannot be written.
   */
  async write({ runIds, language }: StudyReportRequest, desktop: DesktopDrawing = {}): Promise<StudyReport> {
    const records = await Promise.all(runIds.map((id) => this.runs.get(id)));
    const study = await collectStudy(this.runs, records, this.studies);
    const path = usualReportPath(study);
    const remarks = await writeReport(study, path, { language, force: true, ...desktop });
    return { path, remarks };
  }
}
