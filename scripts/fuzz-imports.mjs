/** `npm run fuzz-imports`: bundles test/fuzz-imports and runs it. See `npm run fuzz-imports -- --help`. */
import { loadTool } from './bundle-tool.mjs';

await loadTool('fuzz-imports');
