/** Electron's fuses (electronjs.org/docs/latest/tutorial/fuses). The reasons are in docs/decisions/desktop.md. */
const { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } = require('@electron/fuses');

const settings = {
  // main/engine/probe.ts tries TensorFlow in a Node process of its own.
  RunAsNode: true,
  // Otherwise NODE_OPTIONS can add code to the app. electron/certificates.ts replaces the part we need.
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  // Checked on macOS and Windows only.
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  // The app has no cookies, and encryption would ask for the keyring.
  EnableCookieEncryption: false,
  LoadBrowserProcessSpecificV8Snapshot: false,
  // Pages come from app://.
  GrantFileProtocolExtraPrivileges: false,
};

/** Older versions of Electron lack some fuses. @throws Error for a fuse that `settings` does not name. */
async function setFuses(executable) {
  const present = await getCurrentFuseWire(executable);
  const known = Object.entries(settings).map(([name, on]) => [FuseV1Options[name], on]);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: known.every(([fuse]) => fuse in present),
    ...Object.fromEntries(known.filter(([fuse]) => fuse in present)),
  });
}

/** FuseState.ENABLE, which the package does not export. */
const ENABLED = 0x31;

async function readFuses(executable) {
  const present = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    Object.keys(settings)
      .filter((name) => FuseV1Options[name] in present)
      .map((name) => [name, present[FuseV1Options[name]] === ENABLED]),
  );
}

module.exports = { settings, setFuses, readFuses };
