/** "Did you mean". */
import { editDistance, nearest } from '../../../../core/basics/suggest';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['resnte', 'resnet', 1],
  ['ca', 'abc', 3],
])('from %j to %j it is %d', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

const names = ['resnet18', 'resnet50', 'plain50', 'resnet56'];

test.each([
  ['resnet05', ['resnet50']],
  ['ResNet-50', ['resnet50']],
  ['plain5', ['plain50']],
  ['resnet5', ['resnet50', 'resnet56']],
  ['vgg', []],
])('%s is near %j', (word, expected) => expect(nearest(word, names)).toEqual(expected));
