/** Which TensorFlow runs, and where its wheels come from on each platform. */

export const TENSORFLOW_VERSION = '2.21.0';
/** The one that the installer of @tensorflow/tfjs-node-gpu fetches. */
export const INSTALLER_TENSORFLOW_VERSION = '2.9.1';
/** Version of the npm package whose binding is compiled against it. */
export const TFJS_VERSION = '4.22.0';

export type Device = 'cpu' | 'gpu';

export interface WheelSource {
  /** pip's name of the package. */
  package: string;
  /** pip's platform tags, TensorFlow's and those of the CUDA wheels: the same wheels whatever Python there is. */
  platforms: readonly string[];
  /** Library files inside the wheel's `tensorflow/` folder. */
  libraries: readonly string[];
}

const LINUX_LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const MAC_LIBRARIES = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'];

/** The wheel for this machine, or undefined where none holds what the binding links against (Windows). */
export function wheelSource(
  device: Device,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): WheelSource | undefined {
  const name = device === 'gpu' ? 'tensorflow' : 'tensorflow-cpu';
  if (platform === 'linux' && arch === 'x64') {
    return {
      package: name,
      platforms: ['manylinux_2_27_x86_64', 'manylinux2014_x86_64'],
      libraries: LINUX_LIBRARIES,
    };
  }
  if (platform === 'linux' && arch === 'arm64') {
    return {
      package: 'tensorflow',
      platforms: ['manylinux_2_27_aarch64', 'manylinux2014_aarch64'],
      libraries: LINUX_LIBRARIES,
    };
  }
  if (platform === 'darwin' && arch === 'arm64') {
    return { package: 'tensorflow', platforms: ['macosx_12_0_arm64'], libraries: MAC_LIBRARIES };
  }
  return undefined;
}

/** What pip is asked for: `tensorflow-cpu==2.21.0`. */
export const requirementOf = (source: WheelSource): string => `${source.package}==${TENSORFLOW_VERSION}`;

/** Folder of one engine below `engineRoot()`: another version, device or binding is another engine. */
export function engineFolderName(device: Device): string {
  const version = wheelSource(device) ? TENSORFLOW_VERSION : INSTALLER_TENSORFLOW_VERSION;
  return `tensorflow-${version}-${device}-tfjs-${TFJS_VERSION}-${process.platform}-${process.arch}`;
}
