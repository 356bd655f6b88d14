/** `npm run pictures`: bundles test/pictures and runs it. See `npm run pictures -- --help`. */
import { bundleMain, ensureBuilt } from './build.mjs';
import { loadTool, root } from './bundle-tool.mjs';

await bundleMain();
await ensureBuilt({ renderer: true });
const { main } = await loadTool('pictures');
process.exit(await main(root));
