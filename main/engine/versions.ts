/** Which TensorFlow runs, and where its wheels come from on each platform. */

export const TENSORFLOW_VERSION = '2.21.0';
/** The one that the installer of @tensorflow/tfjs-node-gpu downloads. */
export const INSTALLER_TENSORFLOW_VERSION = '2.9.1';
/** Version of @tensorflow/tfjs-node-gpu. */
const TFJS_VERSION = '4.22.0';

export type Device = 'cpu' | 'gpu';

export interface WheelSource {
  package: string;
  /** pip's platform tags, of TensorFlow's and the CUDA wheels. */
  platforms: readonly string[];
  /** Library files inside the wheel's `tensorflow/` folder. */
  libraries: readonly string[];
}

const LINUX_MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };
const LINUX_LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const MAC_LIBRARIES = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'];

/** The wheel for this machine; undefined where there is none to link against (Windows). */
export function wheelSource(
  device: Device,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): WheelSource | undefined {
  const name = device === 'cpu' && arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
  const machine = LINUX_MACHINES[arch];
  if (platform === 'linux' && machine) {
    const platforms = [`manylinux_2_27_${machine}`, `manylinux2014_${machine}`];
    return { package: name, platforms, libraries: LINUX_LIBRARIES };
  }
  if (platform === 'darwin' && arch === 'arm64') {
    return { package: name, platforms: ['macosx_12_0_arm64'], libraries: MAC_LIBRARIES };
  }
  return undefined;
}

/** `tensorflow-cpu==2.21.0` */
export const requirementOf = (source: WheelSource): string => `${source.package}==${TENSORFLOW_VERSION}`;

/** Folder of an engine below `engineRoot()`, one for each version, device and binding. */
export function engineFolderName(device: Device): string {
  const version = wheelSource(device) ? TENSORFLOW_VERSION : INSTALLER_TENSORFLOW_VERSION;
  return `tensorflow-${version}-${device}-tfjs-${TFJS_VERSION}-${process.platform}-${process.arch}`;
}
