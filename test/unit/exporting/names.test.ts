/** Names that Keras takes, made of names that people give. */
import { presets } from '../../../core/presets';
import { kerasName, kerasNames, modelName } from '../../../main/exporting/keras/names';

test.each([
  ['My first network', 'My_first_network'],
  ['ResNet-50', 'ResNet-50'],
  ['Réseau/2', 'Reseau_2'],
  ['_x', 'x'],
  ['net_', 'net_'],
  ['9 lives (new)', '9_lives_new'],
  ['残差', 'model'],
  ['', 'model'],
])('"%s" becomes "%s"', (text, name) => {
  expect(kerasName(text, 'model')).toBe(name);
});

test('a long name is cut to 200 characters', () => {
  expect(kerasName('x'.repeat(3000), 'model')).toBe('x'.repeat(200));
});

test('names that would become the same one get different ones, and good names stay', () => {
  expect([...kerasNames(['a b', 'a_b', 'a/b', '残', '差'], 'layer').values()].sort()).toEqual(
    ['a_b', 'a_b_1', 'a_b_2', 'layer', 'layer_1'].sort(),
  );
  expect(kerasNames(['a b', 'a_b'], 'layer').get('a_b')).toBe('a_b');
});

test('every preset keeps its name', () => {
  for (const { title } of presets) expect(modelName(title)).toBe(title);
});
