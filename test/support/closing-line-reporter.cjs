/** Says in the last line of a run how many tests passed, failed and were skipped. */

class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      // Files that did not even load.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests,
    };
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    // Jest's own summary comes after this hook.
    process.once('exit', () => console.log(line));
  }
}

module.exports = ClosingLineReporter;
