/** A process that crashed, by its signal or exit code on each system. */
import { inEnglish } from '../../../core/messages';
import { crashMessage, crashOf, hasAvx } from '../../../main/engine/crash';

const words = (...args: Parameters<typeof crashMessage>) => {
  const said = crashMessage(...args);
  return said && inEnglish(said);
};

test.each([
  [{ code: null, signal: 'SIGABRT' }, 'abort'],
  [{ code: 134, signal: null }, 'abort'],
  [{ code: 0xc0000409, signal: null }, 'abort'],
  [{ code: 0xc0000409 - 2 ** 32, signal: null }, 'abort'],
  [{ code: null, signal: 'SIGILL' }, 'illegal-instruction'],
  [{ code: 132, signal: null }, 'illegal-instruction'],
  [{ code: 0xc000001d, signal: null }, 'illegal-instruction'],
  [{ code: null, signal: 'SIGKILL' }, undefined],
  [{ code: 1, signal: null }, undefined],
  [{ code: 0, signal: null }, undefined],
])('%j is %s', (exit, crash) => expect(crashOf(exit)).toBe(crash));

const abort = { code: null, signal: 'SIGABRT' };
const illegal = { code: null, signal: 'SIGILL' };

test('on a GPU the CPU is offered, with the flag and the variable', () => {
  for (const exit of [abort, illegal]) {
    expect(words(exit, 'gpu', true)).toMatch(/crashed on the GPU.*--device cpu.*SKIPWIRE_DEVICE=cpu/);
  }
});

test('a processor without AVX is named, whatever computes', () => {
  for (const device of ['cpu', 'gpu'] as const) {
    expect(words(illegal, device, false)).toMatch(/has no AVX/);
  }
  expect(words(illegal, 'cpu', true)).toMatch(/instruction that this processor does not have/);
  expect(words(illegal, 'cpu', undefined)).toMatch(/instruction that this processor does not have/);
});

test('an abort on the CPU has no advice of its own', () => {
  expect(crashMessage(abort, 'cpu', true)).toBeUndefined();
});

test('AVX is read off the flags of the first processor', () => {
  const info = (flags: string) => () => `processor\t: 0\nflags\t\t: ${flags}\nbugs\t\t:\n`;
  expect(hasAvx(info('fpu sse avx avx2'), 'x64')).toBe(true);
  expect(hasAvx(info('fpu sse avx2'), 'x64')).toBe(false);
  expect(hasAvx(() => 'nothing', 'x64')).toBeUndefined();
  expect(hasAvx(info('fpu'), 'arm64')).toBeUndefined();
  const failing = () => {
    throw new Error('no such file');
  };
  expect(hasAvx(failing, 'x64')).toBeUndefined();
});
