import type { AppInfo } from '../../core/contract/app';
import { version } from '../../package.json';
import { exportsRoot } from '../basics/paths';

export { version };

export const appInfo = (host: AppInfo['host']): AppInfo => ({
  version,
  host,
  platform: process.platform,
  exportFolder: exportsRoot(),
});
