// The tests read English, whatever the machine speaks.
process.env.SKIPWIRE_LANGUAGE = 'en';

const transform = {
  '^.+\\.(t|j|mj)sx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
      module: { type: 'commonjs' },
    },
  ],
};

const TENSORFLOW = '<rootDir>/test/support/tensorflow-environment.cjs';

const FAST =
  'Array JSON Math Number Object Set String Float32Array Float64Array Int16Array Int32Array Int8Array ' +
  'Uint16Array Uint32Array Uint8Array Uint8ClampedArray';

const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  // Looking up a global is slow in jest's context: loops over arrays take five times as long. These become parameters of each
  // module. Others cannot: a test replaces them (clocks), or a package declares its own (Buffer, Map).
  sandboxInjectedGlobals: FAST.split(' '),
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`, `<rootDir>/test/${name}/**/*.test.tsx`],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/release/'],
  transform,
  moduleNameMapper: {
    // Published for `import` only, which jest's resolver does not look at.
    '^h5wasm/node$': '<rootDir>/node_modules/h5wasm/dist/node/hdf5_hl.js',
    // And imported by its address.
    '^file://(/.*/h5wasm/dist/(?:node|esm)/hdf5_hl\\.js)$': '$1',
  },
  // Packages published as ES modules only are transformed like our own sources.
  transformIgnorePatterns: [
    '/node_modules/(?!(@formatjs|@orpc|ansi-regex|get-east-asian-width|h5wasm|d3-[a-z-]+|internmap|intl-messageformat|string-width|strip-ansi)/)',
  ],
  ...extra,
});

export default {
  // One more than CI's processors: the tests of the app wait for pages and for processes of their own.
  maxWorkers: 3,
  // Above this a process is replaced, so that no leak adds up.
  workerIdleMemoryLimit: '800MB',
  projects: [
    project('unit', { setupFilesAfterEnv: ['<rootDir>/test/support/has-assertions.ts'] }),
    project('integration', { testEnvironment: TENSORFLOW }),
    project('e2e', { testEnvironment: TENSORFLOW }),
    project('formats', { testEnvironment: TENSORFLOW }),
    project('cluster', { testEnvironment: TENSORFLOW }),
    project('electron', { globalSetup: '<rootDir>/test/electron/support/global-setup.ts' }),
  ],
  reporters: ['default', '<rootDir>/test/support/closing-reporter.cjs'],
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  testTimeout: 120_000,
};
