/** What to install where TensorFlow cannot be had without it. */
import { inEnglish } from '../../../core/messages';
import { installAdvice } from '../../../main/engine/install-advice';

const on = (text: string) => () => text;

test.each([
  ['Ubuntu', 'ID=ubuntu\nID_LIKE=debian', 'sudo apt-get install g++', 'sudo apt-get install python3-pip'],
  [
    'Mint',
    'ID=linuxmint\nID_LIKE="ubuntu debian"',
    'sudo apt-get install g++',
    'sudo apt-get install python3-pip',
  ],
  ['Fedora', 'NAME="Fedora Linux"\nID=fedora', 'sudo dnf install gcc-c++', 'sudo dnf install python3-pip'],
  [
    'Rocky',
    'ID="rocky"\nID_LIKE="rhel centos fedora"',
    'sudo dnf install gcc-c++',
    'sudo dnf install python3-pip',
  ],
  [
    'openSUSE',
    'ID="opensuse-leap"\nID_LIKE="suse opensuse"',
    'sudo zypper install gcc-c++',
    'sudo zypper install python3-pip',
  ],
  ['Arch', 'ID=arch', 'sudo pacman -S gcc', 'sudo pacman -S python-pip'],
  [
    'an unknown one',
    'ID=plan9',
    'on Debian: sudo apt-get install g++',
    'on Debian: sudo apt-get install python3-pip',
  ],
])('%s', (_name, release, compiler, python) => {
  expect(inEnglish(installAdvice('compiler', 'linux', on(release)))).toBe(
    `Install a C++ compiler (${compiler}) and try again.`,
  );
  expect(inEnglish(installAdvice('python', 'linux', on(release)))).toBe(
    `Install Python 3 with pip (${python}) and try again.`,
  );
});

test('a Linux that does not say which it is', () => {
  const read = () => {
    throw new Error('no such file');
  };
  expect(inEnglish(installAdvice('compiler', 'linux', read))).toMatch(
    /on Debian: sudo apt-get install g\+\+/,
  );
});

test('macOS gets both with its command line tools', () => {
  expect(inEnglish(installAdvice('compiler', 'darwin'))).toMatch(/\(xcode-select --install\)/);
  expect(inEnglish(installAdvice('python', 'darwin'))).toMatch(/\(xcode-select --install\)/);
});
