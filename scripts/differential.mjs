/** `npm run differential`: bundles test/differential and runs it. See `npm run differential -- --help`. */
import { loadTool } from './bundle-tool.mjs';

await loadTool('differential');
