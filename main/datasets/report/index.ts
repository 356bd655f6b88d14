import { bundledEntry } from '../../processes/bundled-entry';
import { launchProcess } from '../../processes/launch';
import { type LaunchReporter, reportInProcess } from './process';
import { ReportService, type ReportServiceOptions } from './service';

export { ReportService } from './service';

export function reportService({
  launch = launchProcess,
  entry = bundledEntry('report.cjs'),
  ...options
}: Omit<ReportServiceOptions, 'compute'> & {
  launch?: LaunchReporter;
  entry?: string;
}): ReportService {
  return new ReportService({
    ...options,
    compute: (folder, how) => reportInProcess(launch, entry, folder, how),
  });
}
