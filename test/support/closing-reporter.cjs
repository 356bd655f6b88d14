/** Ends a run with what was skipped and why, and one line that says how many tests passed, failed and were skipped. */

/** As needs.ts names a skipped test. */
const NEED = /\[needs (.+?)\]/;

class ClosingReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults
      .flatMap(({ testResults }) => testResults)
      .filter(({ status }) => status === 'pending');
    const counts = {
      passed: results.numPassedTests,
      // Files that did not even load.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests,
    };
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    // Jest's own summary comes after this hook.
    process.once('exit', () => console.log([...whySkipped(skipped), line].join('\n')));
  }
}

/** One line for each thing that is missing. Tests that were left out by their name (`jest -t`) have no need. */
function whySkipped(tests) {
  const needs = new Map();
  for (const { fullName } of tests) {
    const need = NEED.exec(fullName)?.[1];
    if (need) needs.set(need, (needs.get(need) ?? 0) + 1);
  }
  return [...needs].map(([need, count]) => `skipped: ${count} that need${count === 1 ? 's' : ''} ${need}`);
}

module.exports = Object.assign(ClosingReporter, { whySkipped });
