/** `npm run kills`: bundles test/kills and runs it. See `npm run kills -- --help`. */
import { bundleMain, ensureBuilt } from './build.mjs';
import { loadTool, root } from './bundle-tool.mjs';

await bundleMain();
await ensureBuilt({ renderer: true });
const { main } = await loadTool('kills');
process.exit(await main(root));
