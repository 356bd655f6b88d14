/** The ledger of `npm run kills` finds what is lost, torn or made up, and takes what was not answered either way. */
import { Ledger, Loss } from '../../kills/ledger';

test('what was acknowledged must be found', () => {
  const ledger = new Ledger();
  ledger.ask('a', '1')();
  ledger.found('a', '1');
  expect(() => ledger.found('a', 'absent')).toThrow(new Loss('a', ['1'], 'absent'));
  expect(() => ledger.found('a', '1 torn')).toThrow(/found 1 torn, expected 1$/);
});

test('what was asked for and not answered may be there or not', () => {
  for (const there of ['1', '2', '3']) {
    const ledger = new Ledger();
    ledger.ask('a', '1')();
    ledger.ask('a', '2');
    ledger.ask('a', '3');
    ledger.found('a', there);
    // From now on it must stay as it is.
    for (const other of ['1', '2', '3'].filter((one) => one !== there)) {
      expect(() => ledger.found('a', other)).toThrow(Loss);
    }
  }
});

test('an answer makes earlier values impossible', () => {
  const ledger = new Ledger();
  ledger.ask('a', '1')();
  ledger.ask('a', '2');
  ledger.ask('a', '3')();
  ledger.ask('a', '4');
  for (const old of ['1', '2', 'absent']) expect(() => ledger.found('a', old)).toThrow(Loss);
  ledger.found('a', '4');
});
