/**
 * Electron's fuses (electronjs.org/docs/latest/tutorial/fuses), each set on purpose and one way or the other: why is in
 * docs/decisions/desktop.md.
 */
const { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } = require('@electron/fuses');

const settings = {
  // TensorFlow is tried in a process of its own that runs as Node (main/engine/probe.ts): a crash takes nothing along.
  RunAsNode: true,
  // Otherwise a variable of the environment adds code to the app; electron/certificates.ts does the one thing we need of it.
  EnableNodeOptionsEnvironmentVariable: false,
  // No debugger attaches to the main process.
  EnableNodeCliInspectArguments: false,
  // The archive is what was packaged. (macOS and Windows; Linux does not check.)
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  // The app has no cookies, and the key would be asked of the person's keyring.
  EnableCookieEncryption: false,
  // There is no snapshot of our own.
  LoadBrowserProcessSpecificV8Snapshot: false,
  // Pages come from app://, none from file://.
  GrantFileProtocolExtraPrivileges: false,
};

/** Sets those that this Electron has: older ones lack some. @throws Error for one that it has and nobody decided on. */
async function setFuses(executable) {
  const present = await getCurrentFuseWire(executable);
  const known = Object.entries(settings).map(([name, on]) => [FuseV1Options[name], on]);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: known.every(([fuse]) => fuse in present),
    ...Object.fromEntries(known.filter(([fuse]) => fuse in present)),
  });
}

/** FuseState.ENABLE, which the package does not export: the character 1. */
const ENABLED = 0x31;

/** What an executable has, by name. */
async function readFuses(executable) {
  const present = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    Object.keys(settings)
      .filter((name) => FuseV1Options[name] in present)
      .map((name) => [name, present[FuseV1Options[name]] === ENABLED]),
  );
}

module.exports = { settings, setFuses, readFuses };
