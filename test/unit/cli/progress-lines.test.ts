/** Lines of several pieces of work, in place at a terminal and one after the other in a log. */
import { ProgressLines } from '../../../main/cli/output/progress-lines';

function target(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text: string) => written.push(text) };
}

test('in a log: a line for each phase and tenth, with its data set in front', () => {
  const log = target(false);
  const lines = new ProgressLines(log, ['mnist', 'cifar10']);
  for (let percent = 0; percent <= 20; percent++) {
    lines.show('mnist', { phase: 'downloading x', fraction: percent / 100, detail: '1 MB' });
  }
  lines.show('cifar10', { phase: 'checking y' });
  lines.done('mnist', 'MNIST is here');
  lines.end();
  expect(log.written).toEqual([
    'mnist      0%  downloading x: 1 MB\n',
    'mnist     10%  downloading x: 1 MB\n',
    'mnist     20%  downloading x: 1 MB\n',
    'cifar10  checking y\n',
    'mnist    MNIST is here\n',
  ]);
});

test('at a terminal: all lines are drawn over, none wider than it, the last state stays', () => {
  const screen = target(true);
  let now = 0;
  const lines = new ProgressLines(screen, ['a', 'b'], () => now);
  lines.show('a', { phase: 'downloading', fraction: 0.5, detail: 'x'.repeat(100) });
  lines.show('b', { phase: 'soon' });
  expect(screen.written).toHaveLength(1);
  now = 1000;
  lines.show('b', { phase: 'now' });
  const visible = (text: string) => text.replaceAll('\x1b[', '<').replaceAll('\r<K', '');
  expect(visible(screen.written[1]!)).toMatch(/^<1Aa {3}50% {2}downloading: x+\nb {2}now\n$/);
  for (const line of visible(screen.written.join('')).split('\n')) {
    expect(line.replace('<1A', '').length).toBeLessThan(40);
  }
  lines.end();
  lines.show('b', { phase: 'too late' });
  expect(screen.written.join('')).not.toContain('too late');
});
