/** `npm run settings-page`: writes docs/settings.md from the entries of the settings. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './bundle-tool.mjs';

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['core/study/setting/reference-page.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  write: false,
});
const source = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
const { settingsPage } = await import(source);
await writeFile(join(root, 'docs', 'settings.md'), settingsPage());
