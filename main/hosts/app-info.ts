import type { AppInfo } from '../../core/contract/app';
import { version } from '../../package.json';
import { dataRoot, exportsRoot } from '../basics/paths';

export { version };

export const appInfo = (host: AppInfo['host']): AppInfo => ({
  version,
  host,
  platform: process.platform,
  dataFolder: dataRoot(),
  exportFolder: exportsRoot(),
});
