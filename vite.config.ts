/** Builds the window. The hosts put a fresh nonce in place of CSP_NONCE in every page that they serve. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { tokens } from './renderer/ui/theme/tokens';

const root = import.meta.dirname;

/** The app's icon as the page's. */
const icon: Plugin = {
  name: 'skipwire-icon',
  generateBundle() {
    const source = readFileSync(join(root, 'assets', 'icon.svg'));
    this.emitFile({ type: 'asset', fileName: 'icon.svg', source });
  },
  transformIndexHtml: () => [
    { tag: 'link', attrs: { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }, injectTo: 'head' },
  ],
};

/** What is seen before the app is there has its background; the hosts say which (main/hosts/window-files.ts). */
const background: Plugin = {
  name: 'skipwire-background',
  transformIndexHtml: () => [
    {
      tag: 'style',
      // Vite's own injection of nonces has passed.
      attrs: { nonce: 'CSP_NONCE' },
      children: [
        `html{background:${tokens.light.background}}`,
        `@media (prefers-color-scheme: dark){html{background:${tokens.dark.background}}}`,
        ...(['light', 'dark'] as const).map(
          (mode) =>
            `html[data-color-scheme="${mode}"]{color-scheme:${mode};background:${tokens[mode].background}}`,
        ),
      ].join(''),
      injectTo: 'head',
    },
  ],
};

export default defineConfig({
  root: join(root, 'renderer'),
  base: '/',
  plugins: [react(), icon, background],
  // Also main/hosts/window-files.ts: the two must name the same placeholder.
  html: { cspNonce: 'CSP_NONCE' },
  build: {
    outDir: join(root, 'build', 'renderer'),
    emptyOutDir: true,
    // Nothing as a data: URL, so that the content security policy need not allow any for scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    // Zod would probe whether it may compile code at run time; the content security policy forbids that and
    // reports the attempt.
    rolldownOptions: { output: { banner: 'globalThis.__zod_globalConfig={jitless:true};' } },
  },
});
