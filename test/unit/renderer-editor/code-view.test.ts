/** The code view: what it says of a graph, and its colors. Python runs it in integration/exporting/python.test.ts. */
import { networkCode } from '../../../main/exporting/code';
import { colored } from '../../../renderer/build/code/highlight';
import { everyOperator } from '../../support/every-operator';

test('colors leave the text as it is', () => {
  const text = networkCode(everyOperator(), 'pytorch');
  const parts = colored(text);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(colored('def f(x):  # "1"\n    return x1 + 2.5e-3 + "a\\"b"')).toEqual([
    { kind: 'keyword', text: 'def' },
    { kind: 'text', text: ' ' },
    { kind: 'name', text: 'f' },
    { kind: 'text', text: '(x):  ' },
    { kind: 'comment', text: '# "1"' },
    { kind: 'text', text: '\n    ' },
    { kind: 'keyword', text: 'return' },
    { kind: 'text', text: ' x1 + ' },
    { kind: 'number', text: '2.5e-3' },
    { kind: 'text', text: ' + ' },
    { kind: 'string', text: '"a\\"b"' },
  ]);
});
