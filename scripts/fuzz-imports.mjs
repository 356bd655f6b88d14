/** `npm run fuzz-imports`: bundles test/fuzz-imports and runs it. See `npm run fuzz-imports -- --help`. */
import { build } from 'esbuild';
import { bundleOptions, mainEntries } from './build.mjs';
import { loadTool } from './bundle-tool.mjs';

// Beside the tool, which starts it.
await build(bundleOptions({ import: mainEntries.import }, 'build/fuzz-imports'));
await loadTool('fuzz-imports');
