import type { DatasetInfo } from '../../../core/contract/datasets';
import { datasetTitle, plainId } from '../../../core/study/data';
import { lastPart, originText, shapeText } from '../../../renderer/client/provenance';
import { trustText } from '../../../renderer/data/info/leakage';
import { validationOptions } from '../../../renderer/settings/validationOptions';

const info = (some: Partial<DatasetInfo>) =>
  ({ kind: 'own', sizes: 'varied', state: 'ready', imageShape: [224, 224, 3], ...some }) as DatasetInfo;

test('two sets with one name are distinguished by their ids', () => {
  expect(plainId('Two lights')).toBe('two-lights');
  expect(datasetTitle('Two lights', 'two-lights')).toBe('Two lights');
  expect(datasetTitle('Two lights', 'two-lights-2')).toBe('Two lights (two-lights-2)');
  expect(datasetTitle('CIFAR-10', 'cifar10')).toBe('CIFAR-10');
});

test('own sets show their origin', () => {
  expect(lastPart('/home/a/pets.zip')).toBe('pets.zip');
  expect(lastPart('C:\\pictures\\pets\\')).toBe('pets');
  expect(originText(info({ origin: '/home/a/pets.zip', importedAt: '2026-11-24T12:30:00Z' }))).toMatch(
    /^from pets\.zip, Nov 24/,
  );
  expect(originText(info({ kind: 'catalogue', origin: 'x', importedAt: '2026-11-24T12:30:00Z' }))).toBe('');
});

test('the size of photographs is shown if all have the same', () => {
  expect(shapeText(info({ photoSize: [32, 40] }))).toBe('images of 40 × 32 px');
  expect(shapeText(info({}))).toBe('images of various sizes');
  expect(shapeText(info({ sizes: 'equal', imageShape: [28, 28, 1] }))).toBe('28 × 28 × 1');
});

test('the default validation images are called what they are in the set', () => {
  const first = (set: Parameters<typeof validationOptions>[0]) =>
    validationOptions(set).map(({ label }) => label);
  expect(first({ valCount: 0, valRole: 'validation' })).toEqual(['20% held out', 'another share']);
  expect(first({ valCount: 10, valRole: 'validation' })).toEqual(['its validation split', 'held out']);
  expect(first({ valCount: 10, valRole: 'test' })).toEqual(['its test split', 'held out']);
});

test('what was checked by eye on CIFAR-10 is not claimed for other sets', () => {
  expect(trustText({ id: 'cifar10' })).toMatch(/of this data set/);
  expect(trustText({ id: 'pets' })).toMatch(/not on this data set/);
});
